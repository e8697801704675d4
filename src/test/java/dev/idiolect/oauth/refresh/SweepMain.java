package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionSummary;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A host that sweeps a database until no session is idle, and prints its reports. */
final class SweepMain {

    private SweepMain() {}

    public static void main(String[] args) throws Exception {
        OAuthTokenStore store = RefreshMain.open(args[0]);
        try {
            SessionRefresher refresher = RefreshMain.refresher(store);
            System.out.println("ready");
            System.in.read();
            int[] sums = new int[5];
            SweepReport report;
            do {
                report = refresher.refreshExpiring(Duration.parse(args[1]));
                sums[0] += report.refreshed();
                sums[1] += report.notDue();
                sums[2] += report.failed();
                sums[3] += report.ended();
                sums[4] += report.postponed();
                // A limit of the fake server ends within a second.
                Thread.sleep(report.retryAfter().orElse(Duration.ZERO).toMillis());
            } while (!report.isEmpty() || isAnyPostponed(store, args[1]));
            System.out.println(sums[0] + " " + sums[1] + " " + sums[2] + " " + sums[3] + " " + sums[4] + " " + heap());
        } finally {
            ((AutoCloseable) store).close();
        }
    }

    private static boolean isAnyPostponed(OAuthTokenStore store, String idleFor) throws InterruptedException {
        Instant now = Instant.now();
        String last = null;
        for (List<SessionSummary> page = store.sessions(null, 1000);
                !page.isEmpty();
                page = store.sessions(last, 1000)) {
            last = page.get(page.size() - 1).did();
            if (page.stream().anyMatch(session -> session.issuedAt().isBefore(now.minus(Duration.parse(idleFor))))) {
                // Until another host has refreshed them, or their delay has ended.
                Thread.sleep(200);
                return true;
            }
        }
        return false;
    }

    private static long heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed() >> 20)
                .sum();
    }
}
