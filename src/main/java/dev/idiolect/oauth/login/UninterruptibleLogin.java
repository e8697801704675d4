package dev.idiolect.oauth.login;

import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.session.OAuthSession;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * The part of a login that spends something at the server. It runs on a thread of its own: an interrupt of the caller must
 * not cut it short, or the server would keep a session that nobody holds. A caller who is interrupted before the session is
 * stored leaves, and the session is ended; after that moment there is a session, and the caller gets it.
 */
final class UninterruptibleLogin {

    private enum State {
        OPEN,
        COMMITTING,
        ABANDONED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    private UninterruptibleLogin() {}

    static OAuthSession run(ThreadFactory threads, Function<UninterruptibleLogin, OAuthSession> work) {
        UninterruptibleLogin completion = new UninterruptibleLogin();
        FutureTask<OAuthSession> task = new FutureTask<>(() -> work.apply(completion));
        DaemonThreads.start(threads, "idiolect-oauth-login", task);
        return completion.await(task);
    }

    /** To be called before the session is stored. */
    void committing() {
        if (!state.compareAndSet(State.OPEN, State.COMMITTING)) {
            throw abandoned();
        }
    }

    // Every request of the work and its wait for a lock have limits of their own.
    private OAuthSession await(FutureTask<OAuthSession> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    if (state.compareAndSet(State.OPEN, State.ABANDONED)) {
                        throw abandoned();
                    }
                }
            }
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static LoginException abandoned() {
        return LoginException.of(
                Reason.UNAVAILABLE, "The thread that completed the login was interrupted. Begin the login again");
    }

    private static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof RuntimeException e) {
            return e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        return new UndeclaredThrowableException(failure, "A login failed: " + failure);
    }
}
