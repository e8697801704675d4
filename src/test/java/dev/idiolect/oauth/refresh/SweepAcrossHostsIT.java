package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.Hosts;
import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.QuickJvm;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.jdbc.JdbcOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
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

    private static final boolean LONG = Boolean.getBoolean("sweep.long");

    /** 10,000 with {@code -Dsweep.long=true}. */
    private static final int SESSIONS = LONG ? 10_000 : 240;

    private static final int REQUESTS_PER_WINDOW = LONG ? 500 : 60;

    /** Allows some requests, and then none for a second, however slow the machine is. */
    private static final class Limit {

        private int requests;
        private int limits;
        private int refused;
        private long closedUntil = System.nanoTime();

        synchronized boolean take() {
            if (System.nanoTime() - closedUntil < 0) {
                refused++;
                return false;
            }
            requests++;
            if (requests % REQUESTS_PER_WINDOW == 0) {
                limits++;
                closedUntil = System.nanoTime() + 1_000_000_000;
            }
            return true;
        }

        synchronized int limits() {
            return limits;
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
                    ("%d sessions, %d hosts: %d s, %d token requests, %d limits, %d requests refused;"
                                    + " refreshed, not due, failed, ended, postponed and MB of heap of each host: %s%n")
                            .formatted(
                                    SESSIONS,
                                    HOSTS,
                                    time.toSeconds(),
                                    fake.requests(FakePds.TOKEN),
                                    limit.limits(),
                                    limit.refused(),
                                    reports));
            fake.assertNoViolations();
            assertThat(fake.refreshes()).isEqualTo(SESSIONS);
            assertThat(column(reports, 0)).isEqualTo(SESSIONS);
            assertThat(column(reports, 1)).as("claimed by two hosts").isZero();
            assertThat(column(reports, 2)).as("failed").isZero();
            assertThat(column(reports, 3)).as("ended").isZero();
            assertThat(reports).filteredOn(report -> !report.startsWith("0 ")).hasSizeGreaterThan(1);
            // A host learns of a limit from the requests that it has started.
            assertThat(limit.refused()).isBetween(1, (limit.limits() + 1) * HOSTS * SweptServer.AT_ONCE);
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
        List<String> command = QuickJvm.command();
        command.addAll(List.of("-Xmx64m", SweepMain.class.getName(), url, "P7D"));
        return Hosts.run(Collections.nCopies(HOSTS, command));
    }
}
