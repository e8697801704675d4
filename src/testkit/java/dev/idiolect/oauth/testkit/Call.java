package dev.idiolect.oauth.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A call in its own thread. A call that never returns fails its test, and does not block the other tests. */
final class Call<T extends @Nullable Object> {

    /** A call without a result. */
    interface Action {
        void run() throws Exception;
    }

    private final String name;
    private final Duration patience;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable T result;
    private volatile @Nullable Throwable failure;
    private volatile boolean interrupted;

    private Call(String name, Duration patience, Callable<T> work) {
        this.name = name;
        this.patience = patience;
        thread = new Thread(() -> run(work), "contract: " + name);
        thread.setDaemon(true);
    }

    private void run(Callable<T> work) {
        try {
            result = work.call();
        } catch (Throwable e) {
            failure = e;
        } finally {
            interrupted = Thread.currentThread().isInterrupted();
            done.countDown();
        }
    }

    /**
     * Starts a call.
     *
     * @param name the name of the call in failure messages
     * @param patience the maximum time of the call
     */
    static <T extends @Nullable Object> Call<T> start(String name, Duration patience, Callable<T> work) {
        Call<T> call = new Call<>(name, patience, work);
        call.thread.start();
        return call;
    }

    /** Starts a call without a result. */
    static Call<@Nullable Void> run(String name, Duration patience, Action action) {
        return start(name, patience, () -> {
            action.run();
            return null;
        });
    }

    /** Waits until the call blocks or has ended, but at most a second. */
    Call<T> whenItWaits() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (!isWaiting() && System.nanoTime() < end && !done.await(1, TimeUnit.MILLISECONDS)) {
            // Check again.
        }
        return this;
    }

    private boolean isWaiting() {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Returns whether the thread was interrupted when the call ended. */
    boolean endedInterrupted() {
        return interrupted;
    }

    /** Returns the result of the call, or throws its exception. */
    T result() throws Exception {
        Throwable thrown = failure();
        if (thrown instanceof Exception e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        return returned();
    }

    // After a call without an exception, the result is null only if T is nullable.
    @SuppressWarnings("NullAway")
    private T returned() {
        return result;
    }

    /** Returns the exception of the call, or null if it returned. */
    @Nullable
    Throwable failure() throws InterruptedException {
        if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            AssertionError stuck = new AssertionError(
                    name + " has not ended after " + patience.toMillis() + " ms. Its thread is here:");
            stuck.setStackTrace(thread.getStackTrace());
            thread.interrupt();
            throw stuck;
        }
        return failure;
    }
}
