package dev.idiolect.oauth.xrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.Hosts;
import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.PgBouncer;
import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.QuickJvm;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.jdbc.JdbcOAuthTokenStore;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three hosts with one PostgreSQL write for the same accounts at a real PDS, whose access tokens expire after two seconds.
 * No call fails, no refresh token is used twice, and an account is refreshed once for each token that expires. One account's
 * session ends at the server meanwhile. Each event of a session is observed once, by one of the hosts.
 */
class ManyHostsIT {

    private static final int HOSTS = 3;
    private static final int ACCOUNTS = 8;

    /** Five minutes with {@code -Dhosts.long=true}. */
    private static final Duration TIME =
            Boolean.getBoolean("hosts.long") ? Duration.ofMinutes(5) : Duration.ofSeconds(10);

    /** A client refreshes in the last tenth of a token's life. The server says one second for almost two. */
    private static final Duration SHORTEST_USE = Duration.ofMillis(900);

    @TempDir
    Path directory;

    @Test
    void hostsOfOneDatabaseRefreshEachTokenOnce() throws Exception {
        String schema = PostgreSql.newSchema();
        assertHostsRefreshEachTokenOnce("PostgreSQL", PostgreSql.url(schema), schema);
    }

    @Test
    void hostsBehindAPoolOfTransactionsRefreshEachTokenOnce() throws Exception {
        try (PgBouncer pool = PgBouncer.start(directory)) {
            assertHostsRefreshEachTokenOnce("PgBouncer", pool.url(), PostgreSql.newSchema());
        }
    }

    private static void assertHostsRefreshEachTokenOnce(String name, String url, String schema) throws Exception {
        try (RealPds pds = RealPds.start(Map.of(RealPds.ACCESS_TOKEN_TTL_MS, "2000", RealPds.COUNT_REFRESHES, "1"));
                JdbcOAuthTokenStore store = JdbcOAuthTokenStore.builder(PostgreSql.dataSource(schema))
                        .open()) {
            List<String> dids = new ArrayList<>();
            for (int i = 0; i < ACCOUNTS; i++) {
                dids.add(PdsLogin.login(pds, pds.createAccount("host" + i + ".test", "hunter2-host"), store)
                        .did());
            }
            dids.forEach(did -> letNoticeBegin(store, did));
            String ending = dids.get(ACCOUNTS - 1);
            long started = System.nanoTime();
            PdsInspector inspector = new PdsInspector(pds.pdsUrl());
            Result result;
            try {
                Refresher server = Refresher.builder(new DpopProofFactory()).build();
                // The first revocation loads many classes.
                server.revoke(PdsLogin.login(
                        pds, pds.createAccount("warm.test", "hunter2-host"), new InMemoryOAuthTokenStore()));
                CompletableFuture<Void> end = OwnThread.run(() -> endSession(server, inspector, store, ending));
                result = Result.of(run(url, schema, dids));
                end.get();
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\n" + inspector.refreshes(), e);
            }
            int written = result.written();
            Duration time = Duration.ofNanos(System.nanoTime() - started);
            JsonObject refreshes = inspector.refreshes();
            report(name, time, written, refreshes);
            assertThat(refreshes.getInt("replayed")).isZero();
            assertThat(refreshes.getInt("refused")).as("the end of one session").isEqualTo(1);
            assertThat(result.events()).isEqualTo(expectedEvents(dids, refreshes, ending));
            long expiries = 1 + time.dividedBy(SHORTEST_USE);
            int records = 0;
            for (String did : dids) {
                assertThat((long) refreshes.getJsonObject("accounts").getInt(did))
                        .as("refreshes of " + did)
                        .isBetween(2L, expiries);
                List<JsonObject> values = inspector.listRecords(did, Note.COLLECTION).stream()
                        .map(record -> record.getJsonObject("value"))
                        .toList();
                assertThat(values).doesNotHaveDuplicates();
                records += values.size();
            }
            assertThat(records).isEqualTo(written).isPositive();
        }
    }

    /** What the hosts have written and observed together. */
    private record Result(int written, Map<String, Integer> events) {

        static Result of(List<String> lines) {
            int written = 0;
            Map<String, Integer> events = new TreeMap<>();
            for (String line : lines) {
                String[] parts = line.split(" ");
                written += Integer.parseInt(parts[0]);
                for (String count : List.of(parts).subList(1, parts.length)) {
                    int equals = count.indexOf('=');
                    events.merge(
                            count.substring(0, equals), Integer.parseInt(count.substring(equals + 1)), Integer::sum);
                }
            }
            return new Result(written, events);
        }
    }

    private static Map<String, Integer> expectedEvents(List<String> dids, JsonObject refreshes, String ended) {
        Map<String, Integer> expected = new TreeMap<>();
        for (String did : dids) {
            expected.put(
                    "SessionRefreshed/" + did,
                    refreshes.getJsonObject("accounts").getInt(did));
            expected.put("SessionEnding/" + did, 1);
        }
        expected.put("SessionEnded/" + ended, 1);
        return expected;
    }

    /** Changes the time of a sign-in, so that the notice of the session's end begins in a moment. */
    private static void letNoticeBegin(OAuthTokenStore store, String did) {
        OAuthSession session = store.load(did).orElseThrow();
        Duration beforeNotice = Duration.ofDays(14).minus(SessionRefresher.DEFAULT_ENDING_NOTICE);
        store.save(session.toBuilder()
                .signedInAt(session.issuedAt().minus(beforeNotice).plusSeconds(1))
                .build());
    }

    /**
     * Ends a session at its server once the hosts have refreshed it, as its user can. Does so right after a refresh, because
     * the server can fail if both happen at once. The outcome of that refresh would be unknown for ten minutes.
     */
    private static void endSession(Refresher server, PdsInspector inspector, OAuthTokenStore store, String did) {
        await().atMost(TIME.plusMinutes(1))
                .until(() -> inspector.refreshes().getJsonObject("accounts").getInt(did, 0) >= 2);
        OAuthSession before = store.load(did).orElseThrow();
        OAuthSession session = await().atMost(TIME.plusMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> store.load(did).orElseThrow(), stored -> !stored.equals(before));
        server.revoke(session);
        assertThat(inspector.isAlive(session)).isFalse();
    }

    /** Runs the hosts and returns their last lines. */
    private static List<String> run(String url, String schema, List<String> dids) throws IOException {
        List<List<String>> commands = new ArrayList<>();
        for (int i = 0; i < HOSTS; i++) {
            commands.add(command(i, url, schema, dids));
        }
        return Hosts.run(commands);
    }

    private static List<String> command(int host, String url, String schema, List<String> dids) {
        List<String> command = QuickJvm.command();
        command.addAll(
                List.of(HostMain.class.getName(), String.valueOf(host), url, schema, String.valueOf(TIME.toSeconds())));
        command.addAll(dids);
        return command;
    }

    private static void report(String name, Duration time, int written, JsonObject refreshes) throws IOException {
        String figures = "%s: %d hosts, %d accounts, %d s, %d writes, refreshes %s%n"
                .formatted(name, HOSTS, ACCOUNTS, time.toSeconds(), written, refreshes);
        Files.writeString(Path.of("target", "many-hosts-" + name + ".txt"), figures);
    }
}
