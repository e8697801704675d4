package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.internal.http.Durations;
import dev.idiolect.oauth.refresh.SweepReport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Repeats the sweep on one thread until it is stopped. */
final class KeepAliveRuns implements Runnable {

    private static final Logger LOG = System.getLogger(KeepAliveRuns.class.getName());

    /** The number of runs in the time after which a session counts as idle. */
    private static final int RUNS = 24;

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);

    /** The shortest wait after a server's limit, which can end after a second: the next run need not begin at once. */
    private static final Duration LIMITED_WAIT = Duration.ofSeconds(10);

    /** As long as the limit for revocations. Closing the store waits for running refreshes. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Supplier<SweepReport> sweep;
    private final Duration interval;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Thread thread;

    // How many runs in a row have refreshed nothing. Used by the thread.
    private int inVain;

    KeepAliveRuns(Supplier<SweepReport> sweep, Duration idleFor) {
        this.sweep = sweep;
        this.interval = Durations.max(SHORTEST_WAIT, Durations.min(idleFor.dividedBy(RUNS), LONGEST_WAIT));
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            // Hosts that start together begin at different times.
            Duration wait = random(interval);
            while (!stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                wait = sweep();
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "The refreshes of idle sessions were interrupted");
        } finally {
            thread = null;
            stopped.countDown();
        }
    }

    private Duration sweep() {
        long start = System.nanoTime();
        try {
            SweepReport report = sweep.get();
            inVain = report.refreshed() > 0 ? 0 : Math.min(inVain + 1, 10);
            // A server can name a limit of a second each time, and a run can read the whole store.
            Duration shortest = Durations.max(
                    LIMITED_WAIT.multipliedBy(1L << inVain),
                    Duration.ofNanos(System.nanoTime() - start).multipliedBy(10));
            LOG.log(report.isEmpty() ? Level.DEBUG : Level.INFO, "Idle sessions: {0}", report);
            return report.retryAfter()
                    .map(limit -> Durations.min(Durations.max(limit, shortest), interval))
                    .map(Durations::withJitter)
                    .orElseGet(() -> Durations.withJitter(interval));
        } catch (OAuthException e) {
            boolean stops = stopping.getCount() == 0;
            LOG.log(stops ? Level.DEBUG : Level.WARNING, "Cannot refresh idle sessions: {0}", e.getMessage());
        } catch (RuntimeException | Error e) {
            // Such as a thread that cannot be started. Without this, no run would follow.
            LOG.log(Level.WARNING, "Cannot refresh idle sessions", e);
        }
        return Durations.withJitter(interval);
    }

    private static Duration random(Duration longest) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest.toMillis() + 1));
    }

    /** Starts no more refreshes, and waits for the run to end. */
    void stop() {
        stopping.countDown();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
        try {
            if (running != null && !stopped.await(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.WARNING, "The refreshes of idle sessions did not stop within {0}", STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
