package dev.idiolect.oauth.login;

import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.session.OAuthSession;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Runs the part of a login that consumes a code or creates a session, on its own thread. Interrupting the caller must
 * not abort it, because the server would keep a session that no client has. If the caller is interrupted before the
 * session is stored, the caller gets an exception and the new session is revoked. After that point, the caller gets the
 * session.
 */
final class UninterruptibleLogin {

    private enum State {
        OPEN,
        COMMITTING,
        ABANDONED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    private UninterruptibleLogin() {}

    static OAuthSession run(ThreadFactory threadFactory, Function<UninterruptibleLogin, OAuthSession> work) {
        UninterruptibleLogin login = new UninterruptibleLogin();
        FutureTask<OAuthSession> task = new FutureTask<>(() -> work.apply(login));
        DaemonThreads.start(threadFactory, "idiolect-oauth-login", task);
        return login.await(task);
    }

    /**
     * Marks the point after which the caller gets the session. Called immediately before the session is stored.
     *
     * @throws LoginException if the caller has been interrupted
     */
    void committing() {
        if (!state.compareAndSet(State.OPEN, State.COMMITTING)) {
            throw abandoned();
        }
    }

    // No timeout here: each request, and the wait for the lock, has its own timeout.
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
            throw DaemonThreads.unwrap(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static LoginException abandoned() {
        return LoginException.of(
                Reason.UNAVAILABLE, "The thread that completed the login was interrupted: start the login again");
    }
}
