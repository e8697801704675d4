package dev.idiolect.oauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.store.StoreException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The table of sessions while an administrator has locked it. */
@Timeout(120)
class LockedSessionsIT {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";

    private static final Duration LIMIT = JdbcDatabase.STATEMENT_TIMEOUT.plusSeconds(10);

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 30})
    void waitOfAReadIsLimited(int socketTimeoutSeconds) throws Exception {
        PGSimpleDataSource source = PostgreSql.dataSource(PostgreSql.newSchema());
        try (Connection administrator = source.getConnection();
                Statement statement = administrator.createStatement()) {
            source.setSocketTimeout(socketTimeoutSeconds);
            try (JdbcOAuthTokenStore store = JdbcOAuthTokenStore.builder(source).open()) {
                administrator.setAutoCommit(false);
                statement.execute("LOCK TABLE oauth_sessions");
                assertThat(OwnThread.supply(() -> store.load(DID)))
                        .failsWithin(LIMIT)
                        .withThrowableThat()
                        .extracting(Throwable::getCause)
                        .asInstanceOf(throwable(StoreException.class))
                        .hasMessageContaining("Cannot read the session of " + DID)
                        .matches(StoreException::isTransient);
                administrator.rollback();
                assertThat(store.load(DID)).isEmpty();
            }
        }
    }
}
