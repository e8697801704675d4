package dev.idiolect.oauth.internal.endpoint;

import dev.idiolect.oauth.internal.http.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a {@link RevocationQueue}. They are separate, because a hostile server that delays its responses must not
 * delay the first attempts of others. Idle ones end, because they would keep the application's class loader reachable.
 * Thread-safe.
 */
final class RevocationThreads {

    static final int RETRIES = 4;

    private static final int IDLE_SECONDS = 5;

    private final ThreadPoolExecutor firstAttempts;
    private final ScheduledThreadPoolExecutor retries;

    RevocationThreads(int firstThreads, ThreadFactory threadFactory) {
        ThreadFactory named = task -> DaemonThreads.prepare(threadFactory, "idiolect-oauth-revocation", task);
        firstAttempts = new ThreadPoolExecutor(
                0, firstThreads, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), named);
        retries = new ScheduledThreadPoolExecutor(RETRIES, named);
        retries.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        retries.allowCoreThreadTimeOut(true);
        retries.setRemoveOnCancelPolicy(true);
    }

    /** Starts a first attempt. Returns false if all its threads are busy, or after {@link #stop}. */
    boolean start(Runnable attempt) {
        try {
            firstAttempts.execute(attempt);
            return true;
        } catch (RejectedExecutionException allBusyOrStopped) {
            return false;
        }
    }

    /**
     * Starts an attempt after a wait, on a thread for retries.
     *
     * @throws RejectedExecutionException after {@link #stop}
     */
    Future<?> schedule(Runnable attempt, Duration wait) {
        return retries.schedule(attempt, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Interrupts running attempts, and starts no others. */
    void stop() {
        firstAttempts.shutdownNow();
        retries.shutdownNow();
    }
}
