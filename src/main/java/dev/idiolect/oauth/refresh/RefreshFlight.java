package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.session.OAuthSession;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * One refresh under way, which every caller of the same account waits for.
 *
 * <p>It runs on a thread of its own: an interrupted or timed-out caller must not cut the exchange short, since the server
 * has perhaps spent the refresh token already, and a caller's transaction must not take the save back.
 */
final class RefreshFlight {

    private final CompletableFuture<OAuthSession> outcome = new CompletableFuture<>();
    private final String did;
    private final ThreadFactory threads;

    RefreshFlight(String did, ThreadFactory threads) {
        this.did = did;
        this.threads = threads;
    }

    /** Starts the work; {@code landed} runs before any waiter sees the outcome. */
    void start(Supplier<OAuthSession> work, Runnable landed) {
        Runnable run = () -> {
            try {
                OAuthSession session = work.get();
                landed.run();
                outcome.complete(session);
            } catch (Throwable e) {
                // Whatever it is, checked ones that nobody declared included: nobody else would end the flight.
                landed.run();
                outcome.completeExceptionally(e);
            }
        };
        try {
            DaemonThreads.start(threads, "idiolect-oauth-refresh", run);
        } catch (RuntimeException | Error noThread) {
            landed.run();
            outcome.completeExceptionally(noThread);
        }
    }

    OAuthSession await(Duration limit) {
        try {
            return outcome.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RefreshException.transientFailure(
                    did, "the waiting thread was interrupted; the refresh itself goes on", null, e);
        } catch (TimeoutException e) {
            throw RefreshException.transientFailure(
                    did, "it is still under way after " + limit.toSeconds() + " s; it goes on", null, e);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        }
    }

    private static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof RuntimeException e) {
            return e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        return new UndeclaredThrowableException(failure, "A refresh failed: " + failure);
    }
}
