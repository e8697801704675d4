package dev.idiolect.oauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.session.TestSessions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host starts while the table of sessions is locked. */
@Timeout(120)
class StartDuringVacuumIT {

    private static final String DID = "did:plc:account";

    private String schema;
    private DataSource source;

    @BeforeEach
    void createSchema() throws Exception {
        schema = PostgreSql.newSchema();
        source = PostgreSql.dataSource(schema);
    }

    private JdbcOAuthTokenStore open() {
        return JdbcOAuthTokenStore.builder(source).open();
    }

    @Test
    void startOfAHostDoesNotBlockTheWritesOfOthers() throws Exception {
        try (JdbcOAuthTokenStore running = open();
                Connection vacuum = source.getConnection();
                Statement statement = vacuum.createStatement()) {
            running.save(TestSessions.full(DID));
            vacuum.setAutoCommit(false);
            // The lock of VACUUM, ANALYZE, CREATE INDEX CONCURRENTLY and REINDEX CONCURRENTLY.
            statement.execute("LOCK TABLE oauth_sessions IN SHARE UPDATE EXCLUSIVE MODE");
            CompletableFuture<JdbcOAuthTokenStore> starting = OwnThread.supply(this::open);
            await().atMost(Duration.ofSeconds(30)).until(() -> starting.isDone() || isWaiting());
            // Before the save: the wait of a start is limited, but a write waits behind it.
            assertThat(starting).as("the start does not wait for the vacuum").isCompleted();
            assertThatCode(() -> running.save(TestSessions.full(DID))).doesNotThrowAnyException();
            starting.join().close();
            vacuum.rollback();
        }
    }

    private boolean isWaiting() throws Exception {
        return count(
                        "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid ="
                                + " c.relnamespace WHERE NOT l.granted AND n.nspname = '" + schema + "'")
                > 0;
    }

    @Test
    void missingIndexIsCreatedAtTheStart() throws Exception {
        open().close();
        String indexes =
                "SELECT count(*) FROM pg_indexes WHERE schemaname = '" + schema + "' AND indexname = 'oauth_idle'";
        assertThat(count(indexes)).isEqualTo(1);
        PostgreSql.execute("DROP INDEX " + schema + ".oauth_idle");
        open().close();
        assertThat(count(indexes)).isEqualTo(1);
    }

    private long count(String sql) throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
