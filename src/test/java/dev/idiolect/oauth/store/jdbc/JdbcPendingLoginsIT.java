package dev.idiolect.oauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.store.LibraryPendingLoginsContract;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.testkit.internal.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JdbcPendingLoginsIT extends LibraryPendingLoginsContract {

    private String schema;
    private JdbcOAuthTokenStore store;

    @Override
    protected PendingLogins open() throws Exception {
        schema = PostgreSql.newSchema();
        store = JdbcOAuthTokenStore.builder(PostgreSql.dataSource(schema)).open();
        return store.pendingLogins(JdbcSchema.of(schema), clock, connection -> clock.millis(), LIMIT);
    }

    @Override
    protected void close() {
        store.close();
    }

    @Test
    void loginExpiresByTheClockOfTheDatabase() {
        for (Duration off : new Duration[] {Duration.ofMinutes(-10), Duration.ofMinutes(10)}) {
            TestClock wrong = TestClock.at(Instant.now().plus(off));
            PendingLogins ofHost = store.pendingLogins(JdbcSchema.of(schema), wrong, JdbcDatabase::time, LIMIT);
            ofHost.save("state", "body", wrong.instant().plusSeconds(60));
            assertThat(store.pendingLogins().orElseThrow().consume("state")).contains("body");
            ofHost.save("state", "body", wrong.instant());
            assertThat(store.pendingLogins().orElseThrow().consume("state")).isEmpty();
        }
    }
}
