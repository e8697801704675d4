package dev.idiolect.oauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.refresh.NoSessionException;
import dev.idiolect.oauth.refresh.RefreshException;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.Crowd;
import dev.idiolect.oauth.store.LibraryStoreContract;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.ClosedStoreException;
import dev.idiolect.oauth.store.internal.persistent.ProcessLocks;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class JdbcOAuthTokenStoreIT extends LibraryStoreContract {

    private static final OAuthSession OLD = TestSessions.full(ALICE);
    private static final OAuthSession NEW =
            OLD.toBuilder().refreshJwt("new-refresh-token").build();

    private String schema;
    private DataSource dataSource;

    @BeforeEach
    @Override
    protected void openStore() throws Exception {
        schema = PostgreSql.newSchema();
        dataSource = PostgreSql.dataSource(schema);
        super.openStore();
    }

    @Override
    protected JdbcOAuthTokenStore open() {
        return builder().open();
    }

    // Tests leave the locks of hosts that are gone.
    private JdbcOAuthTokenStore.Builder builder() {
        JdbcOAuthTokenStore.Builder builder = JdbcOAuthTokenStore.builder(dataSource);
        builder.closePatience = Duration.ZERO;
        return builder;
    }

    private void sql(String statement) throws SQLException {
        PostgreSql.execute(statement.replace("oauth_", schema + ".oauth_"));
    }

    private void pass(Duration time) throws SQLException {
        PostgreSql.ageLeases(schema, time);
    }

    @Test
    void cachesSeeTheApplicationsOwnWritesAtOnce() {
        SessionRefresher refresher = SessionRefresher.builder(store, session -> session)
                .clock(Clock.fixed(TestSessions.ISSUED, ZoneOffset.UTC))
                .sessionCache(Duration.ofMinutes(1))
                .build();
        store.save(OLD);
        assertThat(refresher.refreshIfNeeded(ALICE)).isEqualTo(OLD);
        store.save(NEW);
        assertThat(refresher.refreshIfNeeded(ALICE)).isEqualTo(NEW);
        assertThat(store.replace(ALICE, NEW, OLD)).isTrue();
        assertThat(refresher.refreshIfNeeded(ALICE)).isEqualTo(OLD);
        store.delete(ALICE);
        assertThatThrownBy(() -> refresher.refreshIfNeeded(ALICE)).isInstanceOf(NoSessionException.class);
    }

    @Test
    void rowsWithoutADidDoNotEndAPage() throws Exception {
        store.save(OLD);
        sql("INSERT INTO oauth_sessions SELECT 'a ' || n, version, body_json, pds_url, handle, token_type, issued_at,"
                + " expires_at, refresh_expires_at, issuer, client_key_id, idle_since FROM oauth_sessions,"
                + " generate_series(1, 3) n");
        assertThat(store.sessions(null, 1)).extracting(SessionSummary::did).containsExactly(ALICE);
        assertThat(store.sessions(null, 10)).extracting(SessionSummary::did).containsExactly(ALICE);
        assertThat(store.sessions(ALICE, 10)).isEmpty();
        assertThat(store.claimIdle(Duration.ofMillis(1), Set.of(), 10).orElseThrow())
                .extracting(SessionSummary::did)
                .containsExactly(ALICE);
    }

    @Test
    @Timeout(60)
    void closeLetsTheLockHolderSave() {
        JdbcOAuthTokenStore closing = JdbcOAuthTokenStore.builder(dataSource).open();
        SessionLock held = closing.lock(ALICE, Duration.ZERO);
        CompletableFuture<Void> closed = OwnThread.run(closing::close);
        await().untilAsserted(() -> assertThatThrownBy(
                        () -> closing.lock(BOB, Duration.ZERO).close())
                .isInstanceOf(StoreException.class));
        assertThat(held.remainsValidFor(ProcessLocks.CLOSE_PATIENCE)).isFalse();
        assertThat(held.remainsValidFor(Duration.ZERO)).isTrue();
        closing.save(NEW);
        assertThat(closed).isNotDone();
        held.close();
        closed.join();
        assertThat(store.load(ALICE)).contains(NEW);
    }

    @Test
    void useAfterCloseIsAClearError() {
        JdbcOAuthTokenStore closed = builder().name("jdbc/oauth").open();
        closed.close();
        List<Runnable> uses = List.of(() -> closed.load(ALICE), () -> closed.lock(ALICE, Duration.ZERO));
        for (Runnable use : uses) {
            assertThatThrownBy(use::run)
                    .isInstanceOf(StoreException.class)
                    .hasCauseInstanceOf(ClosedStoreException.class)
                    .hasMessage("The store in jdbc/oauth is closed: open it again");
        }
    }

    @Test
    void lockGrantsOnlyOnePermit() {
        store.save(OLD);
        SessionLock lock = store.lock(ALICE, Duration.ZERO);
        assertThat(lock.permit(OLD)).isTrue();
        assertThat(lock.permit(OLD)).isFalse();
        lock.withdraw();
        assertThat(lock.permit(OLD)).isFalse();
        lock.close();
        assertThat(store.lock(ALICE, Duration.ZERO).permit(OLD)).isTrue();
    }

    @Test
    void hostPausedAfterThePermitKeepsOthersFromRefreshing() throws Exception {
        store.save(OLD);
        SessionLock paused = store.lock(ALICE, Duration.ZERO);
        assertThat(paused.permit(OLD)).isTrue();
        pass(Duration.ofMinutes(9));
        assertThatThrownBy(() -> open().lock(ALICE, LONG))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining("The outcome of a refresh of " + ALICE + " is unknown")
                .hasMessageContaining("540 s ago");
        assertThat(store.replace(ALICE, OLD, NEW)).isTrue();
        SessionLock other = open().lock(ALICE, Duration.ZERO);
        assertThat(other.permit(NEW)).isTrue();
        assertThat(other.followsUnknownOutcome()).isFalse();
    }

    @Test
    void unknownOutcomeIsTriedOnceAfterTenMinutes() throws Exception {
        store.save(OLD);
        SessionLock gone = store.lock(ALICE, Duration.ZERO);
        assertThat(gone.permit(OLD)).isTrue();
        pass(JdbcLease.PERMIT.plusSeconds(1));
        OAuthTokenStore second = open();
        SessionLock next = second.lock(ALICE, Duration.ZERO);
        assertThatThrownBy(() -> open().lock(ALICE, SHORT)).isInstanceOf(StoreException.class);
        assertThat(next.permit(OLD)).isTrue();
        assertThat(next.followsUnknownOutcome()).isTrue();
        assertThat(gone.permit(OLD)).isFalse();
    }

    private static SessionRefresher refresher(OAuthTokenStore host, Refresher own) {
        return SessionRefresher.builder(host, own).build();
    }

    private static RefreshException failure(OAuthSession session) {
        return RefreshException.transientFailure(session.did(), "the gateway is closed", null, null);
    }

    @Test
    void unusedTokenOfACustomRefresherDelaysNoHost() {
        store.save(OLD);
        Refresher unsent = session -> {
            throw failure(session).withTokenUnusedIf(true);
        };
        assertThatThrownBy(() -> refresher(store, unsent).refresh(ALICE))
                .isInstanceOfSatisfying(
                        RefreshException.class,
                        e -> assertThat(e.isTokenUnused()).isTrue());
        assertThat(refresher(open(), session -> NEW).refresh(ALICE)).isEqualTo(NEW);
    }

    @Test
    void outcomeOfACustomRefresherIsUnknownByDefault() {
        store.save(OLD);
        Refresher lost = session -> {
            throw failure(session);
        };
        assertThatThrownBy(() -> refresher(store, lost).refresh(ALICE))
                .isInstanceOfSatisfying(
                        RefreshException.class,
                        e -> assertThat(e.isTokenUnused()).isFalse());
        assertThatThrownBy(() -> refresher(open(), session -> NEW).refresh(ALICE))
                .isInstanceOf(RefreshException.class)
                .hasMessageContaining("The outcome of a refresh of " + ALICE + " is unknown");
    }

    @Test
    void noHostRefreshesSoonAfterALostResponse() throws Exception {
        store.save(OLD);
        SessionLock lock = store.lock(ALICE, Duration.ZERO);
        assertThat(lock.permit(OLD)).isTrue();
        lock.close();
        for (OAuthTokenStore host : List.of(store, open())) {
            assertThatThrownBy(() -> host.lock(ALICE, Duration.ZERO))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isTransient()).isTrue())
                    .hasMessageContaining("The outcome of a refresh of " + ALICE + " is unknown");
        }
        pass(JdbcLease.PERMIT.plusSeconds(1));
        SessionLock next = open().lock(ALICE, Duration.ZERO);
        assertThat(next.permit(OLD)).isTrue();
        assertThat(next.followsUnknownOutcome()).isTrue();
    }

    @Test
    void unknownOutcomeIsKnownToLaterHolders() throws Exception {
        store.save(OLD);
        SessionLock lock = store.lock(ALICE, Duration.ZERO);
        assertThat(lock.permit(OLD)).isTrue();
        lock.close();
        pass(JdbcLease.PERMIT.plusSeconds(1));
        lock = open().lock(ALICE, Duration.ZERO);
        lock.close();
        lock = open().lock(ALICE, Duration.ZERO);
        assertThat(lock.permit(OLD)).isTrue();
        assertThat(lock.followsUnknownOutcome()).isTrue();
        lock.withdraw();
        lock.close();
        lock = open().lock(ALICE, Duration.ZERO);
        assertThat(lock.permit(OLD)).isTrue();
        assertThat(lock.followsUnknownOutcome())
                .as("the first use is still unknown")
                .isTrue();
    }

    /** A host that loses the database's response saves again. */
    @Test
    void repeatedReplacementSucceeds() {
        store.save(OLD);
        assertThat(store.replace(ALICE, OLD, NEW)).isTrue();
        assertThat(store.replace(ALICE, OLD, NEW)).isTrue();
        assertThat(store.load(ALICE)).contains(NEW);
        assertThat(store.replace(ALICE, NEW, null)).isTrue();
        assertThat(store.replace(ALICE, null, null)).isTrue();
    }

    @Test
    void tablesAreCreatedByManyHostsAtOnce() throws Exception {
        sql("DROP TABLE oauth_sessions, oauth_refreshes, oauth_pending_logins");
        try (Crowd crowd = new Crowd(8)) {
            crowd.run(thread -> open().close());
        }
        store.save(OLD);
    }

    @Test
    void missingTableOrColumnIsNamed() throws Exception {
        sql("ALTER TABLE oauth_sessions DROP COLUMN handle");
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("Cannot open a session store in the database")
                .hasMessageContaining("handle");
        sql("DROP TABLE oauth_sessions");
        assertThatThrownBy(() -> JdbcOAuthTokenStore.builder(dataSource)
                        .createTables(false)
                        .open())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("oauth_sessions");
    }

    @Test
    void tablesCanHaveASchema() throws Exception {
        String named = PostgreSql.newSchema();
        JdbcOAuthTokenStore other = builder().schema(named).open();
        other.save(OLD);
        assertThat(store.load(ALICE)).isEmpty();
        assertThat(other.load(ALICE)).contains(OLD);
        for (String bad : List.of("", "a.b", "a\"b", "x; DROP TABLE y", "s".repeat(64))) {
            assertThatThrownBy(() -> builder().schema(bad).open())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("app_oauth");
        }
    }

    @Test
    void errorsContainNoToken() throws Exception {
        sql("ALTER TABLE oauth_sessions ADD CONSTRAINT no_handle CHECK (handle IS NULL)");
        OAuthSession session = OLD.toBuilder().handle("alice.example.com").build();
        assertThatThrownBy(() -> store.save(session))
                .isInstanceOf(StoreException.class)
                .satisfies(e -> {
                    StringWriter trace = new StringWriter();
                    e.printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString())
                            .contains("no_handle")
                            .doesNotContain(session.accessJwt(), session.refreshJwt(), session.dpopPrivateKeyJwk());
                });
    }
}
