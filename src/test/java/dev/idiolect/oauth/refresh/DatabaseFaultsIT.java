package dev.idiolect.oauth.refresh;

import static dev.idiolect.oauth.testkit.internal.FakePds.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.jdbc.JdbcOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Gate;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that fails when a refresh has brought new tokens: they are saved later, and no token is sent twice. */
class DatabaseFaultsIT extends RefreshFixture {

    private static final Duration SAVED_WITHIN = Duration.ofSeconds(40);

    @TempDir
    Path directory;

    private EmbeddedPostgres database;
    private JdbcOAuthTokenStore sessions;
    private SessionRefresher refresher;
    private OAuthSession session;

    @BeforeEach
    void start() throws IOException {
        database = start(0);
        sessions = JdbcOAuthTokenStore.builder(database.getPostgresDatabase()).open();
        refresher = SessionRefresher.builder(sessions, refresher(PATIENT)).build();
        session = fake.session(DID);
        sessions.save(session);
    }

    @AfterEach
    void stop() throws IOException {
        sessions.close();
        database.close();
    }

    private EmbeddedPostgres start(int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false);
        return port == 0 ? builder.start() : builder.setPort(port).start();
    }

    @Test
    void connectionsCutDuringTheSaveLoseNoTokens() throws Exception {
        try (Connection blocker = database.getPostgresDatabase().getConnection();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("SELECT 1 FROM oauth_sessions FOR UPDATE");
            CompletableFuture<OAuthSession> call = OwnThread.supply(() -> refresher.renew(session));
            await("save that waits for the row").until(() -> execute("""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE wait_event_type = 'Lock' AND query LIKE '%oauth_sessions%'\
                """));
            assertThat(call).failsWithin(Duration.ofSeconds(20));
            blocker.rollback();
        }
        assertSavedLater();
    }

    @Test
    void restartOfTheDatabaseLosesNoTokens() throws Exception {
        Gate gate = new Gate();
        // The server first asks for a nonce.
        fake.fail(TOKEN, call -> call.process().get());
        fake.fail(TOKEN, Faults.holdResponse(gate));
        CompletableFuture<OAuthSession> call = OwnThread.supply(() -> refresher.renew(session));
        gate.awaitArrival();
        int port = database.getPort();
        database.close();
        gate.open();
        assertThat(call).failsWithin(Duration.ofSeconds(20));
        database = start(port);
        assertSavedLater();
    }

    private void assertSavedLater() {
        await().atMost(SAVED_WITHIN)
                .ignoreExceptionsInstanceOf(StoreException.class)
                .untilAsserted(() -> assertThat(sessions.load(DID).orElseThrow().refreshJwt())
                        .isNotEqualTo(session.refreshJwt()));
        assertThat(refresher.renew(session)).isEqualTo(sessions.load(DID).orElseThrow());
        assertThat(fake.refreshes()).isEqualTo(1);
        fake.assertNoViolations();
    }

    /** Returns whether a query has a row. */
    private boolean execute(String query) throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            return statement.executeQuery(query).next();
        }
    }
}
