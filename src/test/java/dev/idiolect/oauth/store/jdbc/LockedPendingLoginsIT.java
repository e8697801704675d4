package dev.idiolect.oauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.StoreException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The table of pending logins while an administrator has locked it, with a data source without time limits. */
@Timeout(120)
class LockedPendingLoginsIT {

    private static final Duration LIMIT = JdbcDatabase.STATEMENT_TIMEOUT.plusSeconds(10);

    @Test
    void waitForTheLockedTableIsLimited() throws Exception {
        DataSource source = PostgreSql.dataSource(PostgreSql.newSchema());
        try (JdbcOAuthTokenStore store = JdbcOAuthTokenStore.builder(source).open()) {
            PendingLogins logins = store.pendingLogins().orElseThrow();
            logins.save("old", "body", later());
            try (Connection administrator = source.getConnection();
                    Statement statement = administrator.createStatement()) {
                administrator.setAutoCommit(false);
                statement.execute("LOCK TABLE oauth_pending_logins");
                List<CompletableFuture<?>> calls = List.of(
                        OwnThread.run(() -> logins.save("new", "body", later())),
                        OwnThread.supply(() -> logins.consume("old")));
                for (CompletableFuture<?> call : calls) {
                    assertThat(call)
                            .failsWithin(LIMIT)
                            .withThrowableThat()
                            .extracting(Throwable::getCause)
                            .asInstanceOf(throwable(StoreException.class))
                            .hasMessageContaining(" a pending login in ")
                            .matches(StoreException::isTransient);
                }
                administrator.rollback();
            }
            assertThat(logins.consume("old")).contains("body");
        }
    }

    private static Instant later() {
        return Instant.now().plusSeconds(600);
    }
}
