package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One running refresh, shared by all callers of the account.
 *
 * <p>It runs on its own thread. Interrupting a caller must not abort an exchange that may have consumed the token, and
 * the rollback of a caller's transaction must not undo the save.
 */
final class RefreshFlight {

    private final CompletableFuture<OAuthSession> outcome = new CompletableFuture<>();
    private final String did;
    private final ThreadFactory threadFactory;

    RefreshFlight(String did, ThreadFactory threadFactory) {
        this.did = did;
        this.threadFactory = threadFactory;
    }

    /** Starts the refresh. {@code done} runs before any caller sees the outcome. */
    void start(Supplier<OAuthSession> refresh, Runnable done) {
        Runnable task = () -> {
            OAuthSession session;
            try {
                session = refresh.get();
            } catch (Throwable e) {
                // Throwable: any uncaught exception would leave the callers waiting.
                finish(done, () -> outcome.completeExceptionally(e));
                return;
            }
            finish(done, () -> outcome.complete(session));
        };
        try {
            DaemonThreads.start(threadFactory, "idiolect-oauth-refresh", task);
        } catch (RuntimeException | Error noThread) {
            finish(done, () -> outcome.completeExceptionally(noThread));
        }
    }

    private static void finish(Runnable done, Runnable complete) {
        try {
            done.run();
        } finally {
            complete.run();
        }
    }

    /** Returns the outcome, which completes on the thread of the refresh. */
    CompletableFuture<OAuthSession> outcome() {
        return outcome.copy();
    }

    OAuthSession await(Duration limit) {
        try {
            return outcome.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RefreshException.transientFailure(
                    did, "the waiting thread was interrupted; the refresh continues", null, e);
        } catch (TimeoutException e) {
            throw timedOut(did, limit, e);
        } catch (ExecutionException e) {
            throw DaemonThreads.unwrap(e);
        }
    }

    static RefreshException timedOut(String did, Duration limit, @Nullable TimeoutException e) {
        return RefreshException.transientFailure(
                did, "timed out after " + limit.toSeconds() + " s; the refresh continues", null, e);
    }
}
