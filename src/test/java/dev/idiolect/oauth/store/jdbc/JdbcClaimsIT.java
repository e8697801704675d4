package dev.idiolect.oauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.Crowd;
import dev.idiolect.oauth.store.SessionSummary;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** Hosts that share the idle sessions of a database. */
@Timeout(60)
class JdbcClaimsIT {

    private static final Duration WEEK = Duration.ofDays(7);

    private String schema;
    private DataSource dataSource;
    private JdbcOAuthTokenStore store;

    @BeforeEach
    void open() throws Exception {
        schema = PostgreSql.newSchema();
        dataSource = PostgreSql.dataSource(schema);
        store = JdbcOAuthTokenStore.builder(dataSource).open();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private OAuthSession save(String did, Duration age) {
        OAuthSession session = TestSessions.full(did).toBuilder()
                .issuedAt(Instant.now().minus(age))
                .refreshExpiresAt(null)
                .build();
        store.save(session);
        return session;
    }

    private List<String> claim(int limit, String... exceptServers) {
        return store.claimIdle(WEEK, Set.of(exceptServers), limit).orElseThrow().stream()
                .map(SessionSummary::did)
                .toList();
    }

    /** Lets time pass for the claims. */
    private void pass(Duration time) throws Exception {
        PostgreSql.execute("UPDATE " + schema + ".oauth_sessions SET idle_since = idle_since - interval '"
                + time.toSeconds() + " seconds'");
    }

    @Test
    void idleSessionsAreClaimedOnceAndTheOldestFirst() throws Exception {
        save("did:plc:a", WEEK.plusHours(1));
        save("did:plc:b", WEEK.plusHours(3));
        save("did:plc:c", WEEK.plusHours(2));
        save("did:plc:d", WEEK.minusHours(1));
        assertThat(claim(2)).containsExactly("did:plc:b", "did:plc:c");
        assertThat(claim(2)).containsExactly("did:plc:a");
        assertThat(claim(2)).isEmpty();
        pass(JdbcClaims.CLAIM.minusMinutes(1));
        assertThat(claim(9)).isEmpty();
        pass(Duration.ofMinutes(2));
        assertThat(claim(9)).containsExactly("did:plc:b", "did:plc:c", "did:plc:a");
    }

    @Test
    void savedSessionIsNoLongerClaimed() throws Exception {
        OAuthSession session = save("did:plc:a", WEEK.plusHours(1));
        assertThat(claim(9)).hasSize(1);
        store.replace(
                session.did(),
                session,
                session.toBuilder().refreshJwt("new").issuedAt(Instant.now()).build());
        // A host whose refresh failed does not know that another one succeeded.
        store.postponeIdle(List.of("did:plc:a"), WEEK, Duration.ofMinutes(1));
        pass(WEEK.minusHours(1));
        assertThat(claim(9)).isEmpty();
        pass(Duration.ofHours(2));
        assertThat(claim(9)).hasSize(1);
    }

    @Test
    void postponedSessionIsClaimedAfterTheDelay() throws Exception {
        save("did:plc:a", WEEK.plusHours(1));
        save("did:plc:b", WEEK.plusHours(1));
        assertThat(claim(9)).hasSize(2);
        store.postponeIdle(List.of("did:plc:a"), WEEK, Duration.ofDays(3));
        store.postponeIdle(List.of("did:plc:b"), WEEK, Duration.ZERO);
        assertThat(claim(9)).containsExactly("did:plc:b");
        pass(Duration.ofDays(2));
        assertThat(claim(9)).containsExactly("did:plc:b");
        pass(Duration.ofDays(1).plusSeconds(1));
        assertThat(claim(9)).contains("did:plc:a");
    }

    @Test
    void sessionsOfExcludedServersAreNotClaimed() {
        save("did:plc:a", WEEK.plusHours(1));
        OAuthSession own = save("did:plc:b", WEEK.plusHours(1));
        store.save(own.toBuilder().issuer(null).build());
        assertThat(claim(9, "https://auth.example.com", own.pdsUrl())).isEmpty();
        assertThat(claim(9, "https://auth.example.com")).containsExactly("did:plc:b");
        assertThat(claim(9)).containsExactly("did:plc:a");
    }

    @Test
    void endedSessionIsClaimedAtMostOnce() throws Exception {
        store.save(save("did:plc:a", WEEK.plusHours(1)).toBuilder()
                .refreshExpiresAt(Instant.now().minusSeconds(1))
                .build());
        claim(9);
        pass(Duration.ofDays(1000));
        assertThat(claim(9)).isEmpty();
    }

    @Test
    void lockedRowsAreSkipped() throws Exception {
        save("did:plc:a", WEEK.plusHours(2));
        save("did:plc:b", WEEK.plusHours(1));
        try (Connection other = dataSource.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeQuery("SELECT 1 FROM oauth_sessions WHERE did = 'did:plc:a' FOR UPDATE");
            long start = System.nanoTime();
            assertThat(claim(1)).containsExactly("did:plc:b");
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
            other.rollback();
        }
        assertThat(claim(1)).containsExactly("did:plc:a");
    }

    @Test
    void hostsGetDifferentSessions() throws Exception {
        List<String> dids = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            dids.add(save("did:plc:account" + i, WEEK.plusMinutes(1)).did());
        }
        ConcurrentLinkedQueue<String> claimed = new ConcurrentLinkedQueue<>();
        try (Crowd crowd = new Crowd(8)) {
            crowd.run(thread -> {
                for (List<String> mine = claim(20); !mine.isEmpty(); mine = claim(20)) {
                    claimed.addAll(mine);
                }
            });
        }
        // A claim can skip rows that another one has locked, and see none.
        claimed.addAll(claim(500));
        assertThat(claimed).containsExactlyInAnyOrderElementsOf(dids);
    }

    private void rename(String did, String key) throws Exception {
        save(did, WEEK.plusHours(1));
        PostgreSql.execute("UPDATE " + schema + ".oauth_sessions SET did = '" + key + "' WHERE did = '" + did + "'");
    }

    @Test
    void rowsWithoutADidStopNeitherPagesNorRefreshes() throws Exception {
        rename("did:plc:b", "a");
        rename("did:plc:c", "did:plc:c c");
        rename("did:plc:d", "zzz");
        save("did:plc:e", WEEK.plusMinutes(1));
        for (int limit : new int[] {1, 10}) {
            assertThat(store.sessions(null, limit))
                    .extracting(SessionSummary::did)
                    .containsExactly("did:plc:e");
            assertThat(store.sessions("did:plc:e", limit)).isEmpty();
        }
        SessionRefresher refresher = SessionRefresher.builder(
                        store,
                        session -> session.toBuilder()
                                .refreshJwt("new")
                                .issuedAt(Instant.now())
                                .build())
                .build();
        assertThat(refresher.refreshExpiring(WEEK))
                .hasToString("1 refreshed, 0 no longer due, 0 failed, 0 ended, 0 postponed");
        pass(JdbcClaims.CLAIM.plusSeconds(1));
        save("did:plc:e", WEEK.plusMinutes(1));
        assertThat(claim(1)).containsExactly("did:plc:e");
    }

    /** Returns a store whose statements lock rows in the order of the DIDs, or in that of the table. */
    private JdbcOAuthTokenStore withPlan(String... off) throws Exception {
        PGSimpleDataSource planned = PostgreSql.dataSource(schema);
        planned.setOptions(
                Stream.of(off).map(scan -> "-c enable_" + scan + "=off").collect(Collectors.joining(" ")));
        return JdbcOAuthTokenStore.builder(planned).open();
    }

    // Uses its own connection, because the view does not change within a transaction.
    private long waiting() throws Exception {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND"
                                + " query LIKE '%idle_since%' AND pid <> pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void hostsPostponeTheSameSessionsWithoutADeadlock() throws Exception {
        // The table has them in the reverse order.
        List<String> dids = List.of("did:plc:c", "did:plc:b", "did:plc:a");
        dids.forEach(did -> save(did, WEEK.plusHours(1)));
        try (JdbcOAuthTokenStore byDid = withPlan("seqscan", "bitmapscan");
                JdbcOAuthTokenStore byPlace = withPlan("indexscan", "indexonlyscan", "bitmapscan");
                Connection other = dataSource.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeQuery("SELECT 1 FROM oauth_sessions WHERE did = 'did:plc:b' FOR UPDATE");
            List<CompletableFuture<Void>> hosts = Stream.of(byDid, byPlace)
                    .map(host -> OwnThread.run(() -> host.postponeIdle(dids, WEEK, Duration.ofDays(3))))
                    .toList();
            await().until(() -> waiting() == 2);
            other.rollback();
            for (CompletableFuture<Void> host : hosts) {
                host.get(30, TimeUnit.SECONDS);
            }
        }
        pass(Duration.ofDays(2));
        assertThat(claim(9)).isEmpty();
    }

    @Test
    void onlyTheOwnerOfTheTableNeedsToCreateTheIndex() throws Exception {
        String role = schema + "_app";
        PostgreSql.execute("CREATE ROLE " + role + " LOGIN");
        PostgreSql.execute("GRANT USAGE, CREATE ON SCHEMA " + schema + " TO " + role);
        PostgreSql.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " + schema + " TO " + role);
        PGSimpleDataSource limited = PostgreSql.dataSource(schema);
        limited.setUser(role);
        save("did:plc:a", WEEK.plusHours(1));
        try (JdbcOAuthTokenStore other = JdbcOAuthTokenStore.builder(limited).open()) {
            assertThat(other.claimIdle(WEEK, Set.of(), 9).orElseThrow()).hasSize(1);
        }
    }

    @Test
    void claimUsesAnIndex() throws Exception {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            ResultSet plan = statement.executeQuery("EXPLAIN SELECT did FROM oauth_sessions WHERE idle_since <="
                    + " statement_timestamp() - 604800000 * interval '1 millisecond' ORDER BY idle_since LIMIT 10");
            StringBuilder text = new StringBuilder();
            while (plan.next()) {
                text.append(plan.getString(1)).append('\n');
            }
            assertThat(text.toString()).contains("Index").contains("Index Cond").doesNotContain("Sort");
        }
    }
}
