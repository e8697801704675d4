package dev.idiolect.oauth.internal.http;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Creates daemon threads that inherit the caller's context class loader but not its inheritable thread-locals. Safe for
 * use by many threads.
 */
public final class DaemonThreads implements ThreadFactory {

    /** Returns a thread that has not been started. */
    @Override
    public Thread newThread(Runnable task) {
        // With inherited thread-locals, a request that has ended would appear to be the current one.
        Thread thread = new Thread(null, task, "idiolect-oauth", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        return thread;
    }

    /**
     * Starts a named thread.
     *
     * @throws IllegalStateException if the factory returns no thread
     */
    public static void start(ThreadFactory threads, String name, Runnable task) {
        prepare(threads, name, task).start();
    }

    /**
     * Returns a named thread that has not been started. A factory that propagates a context takes it from this caller.
     *
     * @throws IllegalStateException if the factory returns no thread
     */
    public static Thread prepare(ThreadFactory threads, String name, Runnable task) {
        Thread thread = threads.newThread(task);
        if (thread == null) {
            throw new IllegalStateException("The thread factory returned no thread for " + name);
        }
        thread.setName(name);
        return thread;
    }

    /**
     * Returns the exception of a failed task, for the waiting thread to throw.
     *
     * @param e the exception of the task's future
     * @return the task's exception; wrapped if it is an undeclared checked one
     */
    public static RuntimeException unwrap(ExecutionException e) {
        return unchecked(e.getCause());
    }

    /** Returns an exception for a thread to throw; wrapped if it is an undeclared checked one. Throws an error itself. */
    public static RuntimeException unchecked(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure ? failure : new UndeclaredThrowableException(cause);
    }
}
