package dev.idiolect.oauth.internal.http;

import dev.idiolect.oauth.telemetry.Telemetry;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bounded thread pool for blocking tasks without a timeout, such as the system's name lookup. When all threads are
 * busy, tasks wait in arrival order and are rejected after a time limit. Safe for use by many threads.
 */
public final class BoundedExecutor {

    // A domain can always occupy one thread. So this number exceeds the number of domains that an attacker is expected
    // to own.
    private static final int MAX_THREADS = 500;

    private final AtomicInteger count = new AtomicInteger();
    private final Duration maxWait;
    private final int maxThreads;
    private final ThreadPoolExecutor threads;
    private final ServerShares shares;
    private final Telemetry telemetry;

    /** @param maxWait how long a caller waits for a free thread; zero to reject tasks immediately */
    BoundedExecutor(Duration maxWait) {
        this(maxWait, Telemetry.none());
    }

    /** Creates an executor whose tasks run in the telemetry context of their callers. */
    BoundedExecutor(Duration maxWait, Telemetry telemetry) {
        this(maxWait, MAX_THREADS, telemetry);
    }

    BoundedExecutor(Duration maxWait, int maxThreads) {
        this(maxWait, maxThreads, Telemetry.none());
    }

    private BoundedExecutor(Duration maxWait, int maxThreads, Telemetry telemetry) {
        this.telemetry = telemetry;
        this.maxWait = maxWait;
        this.maxThreads = maxThreads;
        shares = new ServerShares(maxThreads, System::nanoTime);
        // Fair: an unfair queue serves the newest caller first and can starve the oldest under load.
        SynchronousQueue<Runnable> queue = new SynchronousQueue<>(true);
        // No core threads: nothing to close, and no idle thread keeps the application's class loader reachable.
        threads = new ThreadPoolExecutor(0, maxThreads, 5, TimeUnit.SECONDS, queue, this::newThread);
    }

    private Thread newThread(Runnable task) {
        // The thread inherits neither the caller's thread-locals nor its context class loader.
        Thread thread = new Thread(null, task, "idiolect-oauth-http-" + count.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(BoundedExecutor.class.getClassLoader());
        return thread;
    }

    /**
     * Starts a task.
     *
     * @throws ExchangeException if no thread became free in time
     */
    public <T> Future<T> submit(Callable<T> task) throws ExchangeException {
        return submit(task, maxWait);
    }

    /** Starts a task. Waits for a free thread for {@code limit} or the executor's own limit, whichever is shorter. */
    <T> Future<T> submit(Callable<T> task, Duration limit) throws ExchangeException {
        FutureTask<T> outcome = new FutureTask<>(task);
        Runnable inContext = telemetry.inCurrentContext(outcome);
        try {
            threads.execute(inContext);
        } catch (RejectedExecutionException allBusy) {
            if (!isHandedOver(inContext, Durations.min(limit, maxWait))) {
                throw ExchangeException.transientFailure(
                                "request not sent: " + maxThreads + " requests are already in progress")
                        .unsent();
            }
        }
        return outcome;
    }

    /**
     * Starts a task that waits for a server. Each server has a share of the threads, so that a slow one leaves threads.
     */
    <T> Future<T> submit(Callable<T> task, String server, Duration limit) throws ExchangeException {
        long start = System.nanoTime();
        Duration wait = Durations.min(limit, maxWait);
        ServerShares.Permit permit = shares.acquire(server, wait);
        if (permit == null) {
            throw ExchangeException.transientFailure(
                            "request not sent: too many requests to the server are already in progress")
                    .unsent();
        }
        Callable<T> released = () -> {
            try {
                return task.call();
            } finally {
                shares.release(permit);
            }
        };
        try {
            return submit(released, wait.minusNanos(System.nanoTime() - start));
        } catch (ExchangeException | RuntimeException | Error e) {
            shares.release(permit);
            throw e;
        }
    }

    private boolean isHandedOver(Runnable task, Duration limit) {
        try {
            return threads.getQueue().offer(task, limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    int activeCount() {
        return threads.getActiveCount();
    }
}
