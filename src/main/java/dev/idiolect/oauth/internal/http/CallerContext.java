package dev.idiolect.oauth.internal.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;

/**
 * Continues a call with the context of its own caller, such as its security identity, after it has waited for a task
 * that may run in the context of another caller. No thread is occupied meanwhile.
 */
public final class CallerContext {

    private CallerContext() {}

    /**
     * Returns a future that completes as another one does, on a new thread; the same future if it is already done.
     *
     * @param threadFactory creates the thread now, on the caller's thread, so that it can propagate the caller's
     *     context
     */
    public static <T> CompletableFuture<T> resume(CompletableFuture<T> future, ThreadFactory threadFactory) {
        if (future.isDone()) {
            return future;
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        // Until it is started, a thread costs little more than another object.
        Thread thread = DaemonThreads.prepare(threadFactory, "idiolect-oauth-resume", () -> copy(future, result));
        start(thread, future, result);
        return result;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The result has the outcome.
    private static <T> void start(Thread thread, CompletableFuture<T> from, CompletableFuture<T> to) {
        from.whenComplete((value, failure) -> {
            try {
                thread.start();
            } catch (RuntimeException | Error noThread) {
                to.completeExceptionally(noThread);
            }
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The result has the outcome.
    private static <T> void copy(CompletableFuture<T> from, CompletableFuture<T> to) {
        from.whenComplete((value, failure) -> {
            if (failure == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(cause(failure));
            }
        });
    }

    /** Returns the exception of a failed stage, without the one that wraps it. */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        return cause == null ? failure : cause;
    }
}
