package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.refresh.SweepReport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Repeats the sweep on one thread until it is stopped. */
final class KeepAliveRuns implements Runnable {

    private static final Logger LOG = System.getLogger(KeepAliveRuns.class.getName());

    /** As long as the limit for revocations. Closing the store waits for running refreshes. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Supplier<SweepReport> sweep;
    private final KeepAliveWaits waits;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Thread thread;

    KeepAliveRuns(Supplier<SweepReport> sweep, Duration idleFor) {
        this.sweep = sweep;
        this.waits = new KeepAliveWaits(idleFor);
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            Duration wait = waits.first();
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
            LOG.log(report.isEmpty() ? Level.DEBUG : Level.INFO, "IDOA-0601: Idle sessions: {0}", report);
            return waits.after(
                    report.refreshed() > 0, report.retryAfter(), Duration.ofNanos(System.nanoTime() - start));
        } catch (OAuthException e) {
            boolean stops = stopping.getCount() == 0;
            LOG.log(
                    stops ? Level.DEBUG : Level.WARNING,
                    "IDOA-0602: Cannot refresh idle sessions: {0}",
                    e.getMessage());
        } catch (RuntimeException | Error e) {
            // Such as a thread that cannot be started. Without this, no run would follow.
            LOG.log(Level.WARNING, "IDOA-0603: Cannot refresh idle sessions", e);
        }
        return waits.afterFailure();
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
                LOG.log(Level.WARNING, "IDOA-0604: The refreshes of idle sessions did not stop within {0}", STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
