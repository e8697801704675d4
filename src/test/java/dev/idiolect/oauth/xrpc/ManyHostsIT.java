package dev.idiolect.oauth.xrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.Hosts;
import dev.idiolect.oauth.PgBouncer;
import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.QuickJvm;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.store.jdbc.JdbcOAuthTokenStore;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three hosts with one PostgreSQL write for the same accounts at a real PDS, whose access tokens expire after two seconds.
 * No call fails, no refresh token is used twice, and an account is refreshed once for each token that expires.
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
            long started = System.nanoTime();
            PdsInspector inspector = new PdsInspector(pds.pdsUrl());
            int written;
            try {
                written = write(url, schema, dids);
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\n" + inspector.refreshes(), e);
            }
            Duration time = Duration.ofNanos(System.nanoTime() - started);
            JsonObject refreshes = inspector.refreshes();
            report(name, time, written, refreshes);
            assertThat(refreshes.getInt("replayed")).isZero();
            assertThat(refreshes.getInt("refused")).isZero();
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

    /** Runs the hosts and returns the number of written records. */
    private static int write(String url, String schema, List<String> dids) throws IOException {
        List<List<String>> commands = new ArrayList<>();
        for (int i = 0; i < HOSTS; i++) {
            commands.add(command(i, url, schema, dids));
        }
        return Hosts.run(commands).stream().mapToInt(Integer::parseInt).sum();
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
