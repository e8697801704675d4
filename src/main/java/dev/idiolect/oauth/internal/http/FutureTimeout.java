package dev.idiolect.oauth.internal.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs short actions after a time, for example to end the wait for a future. Replaces
 * {@link CompletableFuture#orTimeout}, whose thread never ends and keeps the class loader of the application that first
 * used it.
 */
public final class FutureTimeout {

    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private FutureTimeout() {}

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = DaemonThreads.prepare(new DaemonThreads(), "idiolect-oauth-timeout", task);
            thread.setContextClassLoader(FutureTimeout.class.getClassLoader());
            return thread;
        });
        timer.setKeepAliveTime(5, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /**
     * Runs an action unless a future completes within a time limit.
     *
     * @param action completes the future; must not block
     */
    @SuppressWarnings("FutureReturnValueIgnored") // The action has no result, and the future's own is for its callers.
    public static void set(CompletableFuture<?> future, Duration limit, Runnable action) {
        ScheduledFuture<?> end = TIMER.schedule(action, limit.toNanos(), TimeUnit.NANOSECONDS);
        future.whenComplete((value, failure) -> end.cancel(false));
    }

    /**
     * Runs an action after a time.
     *
     * @param action an action that does not block or throw
     */
    @SuppressWarnings("FutureReturnValueIgnored") // The action has no result.
    public static void runAfter(Duration delay, Runnable action) {
        TIMER.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
}
