package dev.idiolect.oauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.refresh.RefreshException;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.seal.internal.TestKeys;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.LogCapture;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.persistent.StoredTexts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A synchronous standby that confirms no commit. PostgreSQL ends its wait when the statement is canceled, and the statement
 * then succeeds with a warning.
 */
@Timeout(120)
class DeadStandbyIT {

    private static final String ALICE = "did:plc:alice";
    private static final OAuthSession OLD = TestSessions.full(ALICE);
    private static final OAuthSession NEW =
            OLD.toBuilder().refreshJwt("new-refresh-token").build();
    private static final String NOT_CONFIRMED = "standby has not confirmed";

    private static EmbeddedPostgres server;

    private JdbcOAuthTokenStore store;
    private JdbcOAuthTokenStore other;
    private volatile boolean canceling;
    private CompletableFuture<Void> canceler = CompletableFuture.completedFuture(null);

    @BeforeAll
    static void start() throws IOException {
        // By default, this server does not even wait for its own disk.
        server = EmbeddedPostgres.builder()
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void open() throws SQLException {
        execute("CREATE TABLE IF NOT EXISTS probe (n int)");
        store = newStore();
        other = newStore();
        store.save(OLD);
    }

    private static JdbcOAuthTokenStore newStore() {
        return newStore(dataSource());
    }

    private static JdbcOAuthTokenStore newStore(DataSource dataSource) {
        JdbcOAuthTokenStore.Builder builder = JdbcOAuthTokenStore.builder(dataSource);
        builder.closePatience = Duration.ZERO;
        return builder.open();
    }

    private static DataSource dataSource() {
        return server.getPostgresDatabase();
    }

    @AfterEach
    void close() throws SQLException {
        canceling = false;
        canceler.join();
        returnStandby();
        store.close();
        other.close();
        execute("DROP TABLE oauth_sessions, oauth_refreshes, oauth_pending_logins");
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void loseStandby() throws SQLException {
        execute("ALTER SYSTEM SET synchronous_standby_names = 'lost'", "SELECT pg_reload_conf()");
        await().until(DeadStandbyIT::isLost);
    }

    private static boolean isLost() throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            statement.execute("INSERT INTO probe VALUES (1)");
            return statement.getWarnings() != null;
        }
    }

    private static void returnStandby() throws SQLException {
        execute("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
        await().until(() -> !isLost());
    }

    /** The same, and an administrator cancels the statements that wait, long before their time limit. */
    private void loseStandbyAndCancel() throws SQLException {
        loseStandby();
        canceling = true;
        canceler = OwnThread.run(this::cancel);
    }

    private void cancel() {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            while (canceling) {
                statement.execute("SELECT pg_sleep(0.02)");
                statement.execute("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void permitThatTimesOutWithoutTheStandbyIsNotGranted() throws Exception {
        SessionLock lock = store.lock(ALICE, Duration.ZERO);
        loseStandby();
        assertThatThrownBy(() -> lock.permit(OLD))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining("Cannot permit a refresh of " + ALICE)
                .hasMessageContaining(NOT_CONFIRMED)
                .hasMessageContaining("synchronous_standby_names");
        returnStandby();
        lock.close();
        assertNoPermitIsLeft();
    }

    @Test
    void noRefreshTokenIsSentWithoutTheStandby() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        SessionRefresher refresher = SessionRefresher.builder(store, session -> {
                    sent.incrementAndGet();
                    return NEW;
                })
                .build();
        loseStandbyAndCancel();
        assertThatThrownBy(() -> refresher.refresh(ALICE))
                .isInstanceOfSatisfying(RefreshException.class, e -> {
                    assertThat(e.isTransient()).isTrue();
                    assertThat(e.isTokenUnused()).isTrue();
                })
                .hasMessageContaining(NOT_CONFIRMED);
        assertThat(sent).hasValue(0);
        canceling = false;
        returnStandby();
        assertThat(refresher.refresh(ALICE)).isEqualTo(NEW);
        assertThat(sent).hasValue(1);
    }

    @Test
    void refreshedSessionIsKeptWithAWarning() throws Exception {
        SessionLock lock = store.lock(ALICE, Duration.ZERO);
        assertThat(lock.permit(OLD)).isTrue();
        loseStandbyAndCancel();
        try (LogCapture log = new LogCapture(JdbcOAuthTokenStore.class)) {
            assertThat(store.replace(ALICE, OLD, NEW)).isTrue();
            assertUnconfirmed(log);
        }
        lock.close();
        assertThat(other.load(ALICE)).contains(NEW);
    }

    @Test
    void loginsAndLogoutsAreKeptWithOneWarning() throws Exception {
        loseStandbyAndCancel();
        try (LogCapture log = new LogCapture(JdbcOAuthTokenStore.class)) {
            store.save(NEW);
            assertUnconfirmed(log);
            assertThat(other.load(ALICE)).contains(NEW);
            store.delete(ALICE);
            assertThat(other.load(ALICE)).isEmpty();
            assertThat(store.replace(ALICE, null, OLD)).isTrue();
            assertThat(store.replace(ALICE, OLD, null)).isTrue();
            assertThat(other.load(ALICE)).isEmpty();
            assertUnconfirmed(log);
        }
    }

    private static void assertUnconfirmed(LogCapture log) {
        assertThat(log.messages())
                .singleElement()
                .asString()
                .contains("WARNING", "session of " + ALICE, NOT_CONFIRMED, "synchronous_standby_names");
    }

    @Test
    void resealedSessionIsKeptWithAWarning() throws Exception {
        loseStandbyAndCancel();
        JdbcSessions encrypting = new JdbcSessions(
                JdbcSchema.of(null),
                StoredTexts.of(TestKeys.source("one"), "the database"),
                new UnconfirmedChanges("the database", System::nanoTime));
        try (LogCapture log = new LogCapture(JdbcOAuthTokenStore.class);
                Connection connection = dataSource().getConnection()) {
            assertThat(encrypting.reseal(connection, "the database", ALICE)).isTrue();
            assertUnconfirmed(log);
        }
    }

    @Test
    void signInCompletesWithoutTheStandby() throws Exception {
        loseStandbyAndCancel();
        PendingLogins logins = store.pendingLogins().orElseThrow();
        logins.save("state", "body", Instant.now().plusSeconds(600));
        assertThat(other.pendingLogins().orElseThrow().consume("state")).contains("body");
        assertThat(logins.consume("state")).isEmpty();
    }

    @Test
    void warningOfATriggerStopsNoRefresh() throws Exception {
        execute(
                "CREATE OR REPLACE FUNCTION warn() RETURNS trigger AS 'BEGIN RAISE WARNING ''audited''; RETURN NULL; END'"
                        + " LANGUAGE plpgsql",
                "CREATE TRIGGER audit AFTER INSERT OR UPDATE ON oauth_refreshes EXECUTE FUNCTION warn()",
                "CREATE TRIGGER audit AFTER UPDATE ON oauth_sessions EXECUTE FUNCTION warn()");
        try (LogCapture log = new LogCapture(JdbcOAuthTokenStore.class);
                SessionLock lock = store.lock(ALICE, Duration.ZERO)) {
            assertThat(lock.permit(OLD)).isTrue();
            assertThat(store.replace(ALICE, OLD, NEW)).isTrue();
            assertThat(log.messages()).isEmpty();
        }
    }

    /** Returns connections that get no warnings, only errors. */
    private static DataSource silent() throws SQLException {
        execute(
                "DROP ROLE IF EXISTS silent",
                "CREATE ROLE silent SUPERUSER LOGIN",
                "ALTER ROLE silent SET client_min_messages = error");
        return server.getDatabase("silent", "postgres");
    }

    @Test
    void storeWithHiddenWarningsDoesNotOpen() throws Exception {
        DataSource silent = silent();
        newStore(silent).close();
        loseStandby();
        assertThatThrownBy(() -> newStore(silent))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("Cannot open a session store")
                .hasMessageContaining("client_min_messages=error hides")
                .hasMessageContaining("SET client_min_messages = warning");
        newStore().close();
    }

    @Test
    void permitWithHiddenWarningsIsNotGranted() throws Exception {
        try (JdbcOAuthTokenStore silent = newStore(silent())) {
            SessionLock first = silent.lock(ALICE, Duration.ZERO);
            assertThat(first.permit(OLD)).isTrue();
            first.withdraw();
            first.close();
            SessionLock lock = silent.lock(ALICE, Duration.ZERO);
            loseStandbyAndCancel();
            assertThatThrownBy(() -> lock.permit(OLD))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("Cannot permit a refresh of " + ALICE)
                    .hasMessageContaining("client_min_messages=error hides")
                    .hasMessageContaining("SET client_min_messages = warning");
            canceling = false;
            returnStandby();
            lock.close();
        }
        assertNoPermitIsLeft();
    }

    /** The other host gets a permit, and does not wait for the outcome of an earlier one. */
    private void assertNoPermitIsLeft() {
        SessionLock next = other.lock(ALICE, Duration.ZERO);
        assertThat(next.permit(OLD)).isTrue();
        assertThat(next.followsUnknownOutcome()).isFalse();
        next.withdraw();
        next.close();
    }
}
