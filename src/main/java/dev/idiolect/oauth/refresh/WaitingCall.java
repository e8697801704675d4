package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.session.OAuthSession;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A call that waits for a refresh and occupies no thread meanwhile. It continues on a new thread with the context of its own
 * caller: the refresh may run in the context of another user.
 */
final class WaitingCall {

    private WaitingCall() {}

    /** Returns a future that completes as {@code refresh} does, or with a transient failure after the callers' time limit. */
    static CompletableFuture<OAuthSession> of(
            String did, CompletableFuture<OAuthSession> refresh, ThreadFactory threadFactory) {
        if (refresh.isDone()) {
            return refresh;
        }
        CompletableFuture<OAuthSession> limited =
                refresh.orTimeout(RefreshLimits.CALLER_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<OAuthSession> result = new CompletableFuture<>();
        // Created by the caller, for its context. Until it is started, it costs little more than an object.
        Thread thread =
                DaemonThreads.prepare(threadFactory, "idiolect-oauth-refreshed", () -> copy(did, limited, result));
        start(thread, limited, result);
        return result;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The result has the outcome.
    private static void start(Thread thread, CompletableFuture<OAuthSession> from, CompletableFuture<OAuthSession> to) {
        from.whenComplete((session, failure) -> {
            try {
                thread.start();
            } catch (RuntimeException | Error noThread) {
                to.completeExceptionally(noThread);
            }
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The result has the outcome.
    private static void copy(String did, CompletableFuture<OAuthSession> from, CompletableFuture<OAuthSession> to) {
        from.whenComplete((session, failure) -> {
            if (failure == null) {
                to.complete(session);
            } else {
                to.completeExceptionally(
                        failure instanceof TimeoutException late
                                ? RefreshFlight.timedOut(did, RefreshLimits.CALLER_WAIT, late)
                                : cause(failure));
            }
        });
    }

    /** Returns the exception of a failed stage. */
    static RuntimeException unwrap(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new UndeclaredThrowableException(cause);
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        return cause == null ? failure : cause;
    }
}
