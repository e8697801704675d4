package dev.idiolect.oauth.internal.http;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;

/**
 * Threads that keep no JVM alive, each with the context class loader of the thread that asked for it and nothing else of its
 * own. What spends a token runs on threads that no caller can interrupt; these are made unless others are given. Safe for use
 * by many threads.
 */
public final class DaemonThreads implements ThreadFactory {

    /** Creates a factory. */
    public DaemonThreads() {}

    /**
     * Returns a thread that has not been started.
     *
     * @param task what it does
     * @return the thread
     */
    @Override
    public Thread newThread(Runnable task) {
        // Inherited thread-locals would say that its caller's request, long over, is its own.
        Thread thread = new Thread(null, task, "idiolect-oauth", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        return thread;
    }

    /**
     * Starts a thread with a name, by which it is found in a thread dump.
     *
     * @param threads makes the thread
     * @param name its name
     * @param task what it does
     * @throws IllegalStateException if there is no thread to be had
     */
    public static void start(ThreadFactory threads, String name, Runnable task) {
        Thread thread = threads.newThread(task);
        if (thread == null) {
            throw new IllegalStateException("no thread for " + name);
        }
        thread.setName(name);
        thread.start();
    }

    /**
     * Returns the exception of a task, to be thrown on the thread that waited for it.
     *
     * @param e what the task's future threw
     * @return the task's exception; wrapped if it is an undeclared checked one
     */
    public static RuntimeException unwrap(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure ? failure : new UndeclaredThrowableException(cause);
    }
}
