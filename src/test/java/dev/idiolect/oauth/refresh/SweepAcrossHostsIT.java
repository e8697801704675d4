package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.pds.FakePds;
import dev.idiolect.oauth.pds.Fault;
import dev.idiolect.oauth.pds.Faults;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.JdbcOAuthTokenStore;
import dev.idiolect.oauth.store.SessionSummary;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three hosts with 64 MB of heap sweep one PostgreSQL. Their server limits the rate of requests. It refuses few, and each
 * session is refreshed once.
 */
@Timeout(900)
class SweepAcrossHostsIT {

    private static final int HOSTS = 3;

    /** 10,000 with {@code -Dsweep.long=true}. */
    private static final int SESSIONS = Boolean.getBoolean("sweep.long") ? 10_000 : 400;

    private static final int REQUESTS_PER_SECOND = Boolean.getBoolean("sweep.long") ? 300 : 150;

    /** Limits the requests in each second, like the servers of Bluesky in each five minutes. */
    private static final class Limit {

        private long second;
        private int requests;
        private int refused;

        synchronized boolean take() {
            long now = System.nanoTime() / 1_000_000_000;
            if (now != second) {
                second = now;
                requests = 0;
            }
            requests++;
            boolean allowed = requests <= REQUESTS_PER_SECOND;
            refused += allowed ? 0 : 1;
            return allowed;
        }

        synchronized int refused() {
            return refused;
        }
    }

    @Test
    void hostsRefreshEachIdleSessionOnce() throws Exception {
        String schema = PostgreSql.newSchema();
        Limit limit = new Limit();
        try (FakePds fake = FakePds.startSplit();
                JdbcOAuthTokenStore store = JdbcOAuthTokenStore.builder(PostgreSql.dataSource(schema))
                        .open()) {
            Instant idle = Instant.now().minus(Duration.ofDays(8));
            IntStream.range(0, SESSIONS).parallel().forEach(i -> {
                OAuthSession session = fake.session("did:plc:account" + i);
                store.save(session.toBuilder()
                        .issuedAt(idle)
                        .expiresAt(idle.plusSeconds(3600))
                        .build());
            });
            Fault refusal = Faults.rateLimited(1);
            fake.fail(
                    FakePds.TOKEN,
                    FakePds.ALWAYS,
                    call -> limit.take() ? call.process().get() : refusal.apply(call));
            long start = System.nanoTime();
            List<String> reports = sweep(PostgreSql.url(schema));
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            Files.writeString(
                    Path.of("target", "sweep-across-hosts.txt"),
                    "%d sessions, %d hosts, %d requests a second: %d s, %d token requests, %d refused; refreshed, not due, failed, ended, postponed and MB of heap of each host: %s%n"
                            .formatted(
                                    SESSIONS,
                                    HOSTS,
                                    REQUESTS_PER_SECOND,
                                    time.toSeconds(),
                                    fake.requests(FakePds.TOKEN),
                                    limit.refused(),
                                    reports));
            fake.assertNoViolations();
            assertThat(fake.refreshes()).isEqualTo(SESSIONS);
            assertThat(column(reports, 0)).isEqualTo(SESSIONS);
            assertThat(column(reports, 2)).as("failed").isZero();
            assertThat(column(reports, 3)).as("ended").isZero();
            // Each host learns each limit by a few refused requests.
            assertThat(limit.refused())
                    .isBetween(1, (int) (time.toSeconds() + 2) * HOSTS * SweptServers.PER_SERVER * 2);
            assertThat(oldest(store)).isAfter(idle.plus(Duration.ofDays(1)));
        }
    }

    private static Instant oldest(JdbcOAuthTokenStore store) {
        return store.sessions(null, SESSIONS).stream()
                .map(SessionSummary::issuedAt)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private static int column(List<String> reports, int column) {
        return reports.stream()
                .mapToInt(report -> Integer.parseInt(report.split(" ")[column]))
                .sum();
    }

    /** Runs the hosts and returns their reports. */
    private static List<String> sweep(String url) throws IOException {
        List<Process> hosts = new ArrayList<>();
        try {
            List<BufferedReader> outputs = new ArrayList<>();
            for (int i = 0; i < HOSTS; i++) {
                hosts.add(start(url));
                outputs.add(hosts.get(i).inputReader());
            }
            for (BufferedReader output : outputs) {
                assertThat(output.readLine()).isEqualTo("ready");
            }
            for (Process host : hosts) {
                host.getOutputStream().write(1);
                host.getOutputStream().flush();
            }
            List<String> reports = new ArrayList<>();
            for (BufferedReader output : outputs) {
                String line = output.readLine();
                assertThat(line).as("a host failed, see its output").isNotNull();
                reports.add(line);
            }
            return reports;
        } finally {
            hosts.forEach(Process::destroyForcibly);
        }
    }

    private static Process start(String url) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SweepMain.class.getName(),
                        url,
                        "P7D")
                .redirectError(Redirect.INHERIT)
                .start();
    }
}
