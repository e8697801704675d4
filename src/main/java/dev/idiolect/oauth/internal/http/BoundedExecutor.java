package dev.idiolect.oauth.internal.http;

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
 * Threads for what can hang without a time limit of its own, such as the system's name lookup; bounded. Whoever finds all of
 * them busy is turned away, at once or after waiting for one as long as was said, in the order of coming.
 */
public final class BoundedExecutor {

    private static final int MOST = 200;

    private final AtomicInteger count = new AtomicInteger();

    private final Duration patience;

    private final int most;
    private final ThreadPoolExecutor threads;

    /** @param patience how long a task may wait for a thread, on its caller's */
    BoundedExecutor(Duration patience) {
        this(patience, MOST);
    }

    BoundedExecutor(Duration patience, int most) {
        this.patience = patience;
        this.most = most;
        // Fair: else who came last is served first, and under load who came first never.
        SynchronousQueue<Runnable> queue = new SynchronousQueue<>(true);
        // Without idle threads nothing needs closing, and nothing holds on to the application's class loader.
        threads = new ThreadPoolExecutor(0, most, 5, TimeUnit.SECONDS, queue, this::thread);
    }

    private Thread thread(Runnable task) {
        // Nothing of the caller's: neither its inheritable thread-locals nor its class loader.
        Thread thread = new Thread(null, task, "idiolect-oauth-http-" + count.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(BoundedExecutor.class.getClassLoader());
        return thread;
    }

    /**
     * Starts a task.
     *
     * @param <T> what it returns
     * @param task the task
     * @return its outcome
     * @throws ExchangeException if too many are under way
     */
    public <T> Future<T> start(Callable<T> task) throws ExchangeException {
        return start(task, patience);
    }

    /** Starts a task that may not wait for a thread for longer than this, even if others may. */
    <T> Future<T> start(Callable<T> task, Duration most) throws ExchangeException {
        FutureTask<T> outcome = new FutureTask<>(task);
        try {
            threads.execute(outcome);
        } catch (RejectedExecutionException allBusy) {
            if (!isHandedOver(outcome, most.compareTo(patience) < 0 ? most : patience)) {
                throw ExchangeException.transientFailure(
                        "not asked, as " + this.most + " requests are under way already");
            }
        }
        return outcome;
    }

    private boolean isHandedOver(Runnable task, Duration most) {
        try {
            return threads.getQueue().offer(task, most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    int busy() {
        return threads.getActiveCount();
    }
}
