package dev.idiolect.oauth.login;

import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.login.LoginException.Reason;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Runs a login on its own thread, so that it takes no longer than a limit for its caller, and so that interrupting the
 * caller does not abort it: the server would keep a session that no client has. If the caller is interrupted or the
 * limit passes before the result is stored, the caller gets an exception, and the thread ends after its current step and
 * revokes a new session. After that point, the caller gets the result.
 */
final class UninterruptibleLogin {

    private enum State {
        OPEN,
        CODE_SENT,
        COMMITTING,
        ABANDONED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private final Duration limit;
    private final boolean completes;
    private Runnable end = () -> {}; // only for the login's own thread
    private Runnable stopWaiting = () -> {}; // set before the thread starts

    private UninterruptibleLogin(Duration limit, boolean completes) {
        this.limit = limit;
        this.completes = completes;
    }

    /**
     * Begins a login.
     *
     * @throws LoginException if the caller is interrupted or the limit passes before the result is stored
     */
    static <T> T begin(ThreadFactory threadFactory, Duration limit, Function<UninterruptibleLogin, T> work) {
        return run(threadFactory, new UninterruptibleLogin(limit, false), work);
    }

    /**
     * Completes a login.
     *
     * @throws LoginException as {@link #begin} does; the login is still pending if the limit passed before the code was
     *     sent
     */
    static <T> T complete(ThreadFactory threadFactory, Duration limit, Function<UninterruptibleLogin, T> work) {
        return run(threadFactory, new UninterruptibleLogin(limit, true), work);
    }

    private static <T> T run(
            ThreadFactory threadFactory, UninterruptibleLogin login, Function<UninterruptibleLogin, T> work) {
        FutureTask<T> task = new FutureTask<>(() -> login.run(work));
        login.stopWaiting = () -> task.cancel(false);
        DaemonThreads.start(threadFactory, "idiolect-oauth-login", task);
        return login.await(task);
    }

    private <T> T run(Function<UninterruptibleLogin, T> work) {
        try {
            return work.apply(this);
        } finally {
            end.run();
        }
    }

    /** Sets what the login's thread does at its end. */
    void atEnd(Runnable task) {
        end = task;
    }

    /**
     * Checks between two steps that the caller still waits.
     *
     * @throws LoginException if not
     */
    void requireOpen() {
        if (state.get() == State.ABANDONED) {
            throw abandoned("its caller has stopped waiting", false);
        }
    }

    /**
     * Runs a step of a login that begins, with a place among those at the same server. If too many logins are in progress,
     * a slow one is given up there, as long as nothing is stored: its caller gets an exception at once, and its thread ends
     * after the step.
     *
     * @throws LoginException if the caller has stopped waiting, or too many logins are in progress
     */
    <T> T at(LoginShares shares, String server, LoginShares.Step<T> step) {
        requireOpen();
        return shares.at(server, this::giveUp, step);
    }

    private boolean giveUp() {
        if (state.compareAndSet(State.OPEN, State.ABANDONED)) {
            // Without an interrupt, which can make a class that is being loaded permanently unusable.
            stopWaiting.run();
        }
        return state.get() == State.ABANDONED;
    }

    /**
     * Marks the point after which the login can no longer be repeated. Called immediately before the code is sent.
     *
     * @throws LoginException if the caller has stopped waiting
     */
    void sendingCode() {
        state.compareAndSet(State.OPEN, State.CODE_SENT);
        requireOpen();
    }

    /**
     * Marks the point after which the caller gets the result. Called immediately before the result is stored.
     *
     * @throws LoginException if the caller has stopped waiting
     */
    void committing() {
        if (!state.compareAndSet(State.OPEN, State.COMMITTING)) {
            state.compareAndSet(State.CODE_SENT, State.COMMITTING);
        }
        requireOpen();
    }

    private <T> T await(FutureTask<T> task) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    // The store has its own time limits.
                    return state.get() == State.COMMITTING
                            ? task.get()
                            : task.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                    abandon("its thread was interrupted", false);
                } catch (TimeoutException e) {
                    abandon("it took longer than " + limit.toMillis() + " ms", completes);
                }
            }
        } catch (ExecutionException e) {
            throw DaemonThreads.unwrap(e);
        } catch (CancellationException e) {
            throw abandoned("its server is slow and other logins needed its place", false);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void abandon(String reason, boolean repeatable) {
        if (state.compareAndSet(State.OPEN, State.ABANDONED)) {
            throw abandoned(reason, repeatable);
        }
        if (state.compareAndSet(State.CODE_SENT, State.ABANDONED)) {
            throw abandoned(reason, false);
        }
    }

    private static LoginException abandoned(String reason, boolean repeatable) {
        LoginException e = LoginException.of(
                Reason.UNAVAILABLE,
                "The login was given up because " + reason + (repeatable ? ": try again" : ": start again"));
        return repeatable ? e.pendingIfTransient() : e;
    }
}
