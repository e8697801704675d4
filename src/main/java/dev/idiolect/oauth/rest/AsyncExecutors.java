package dev.idiolect.oauth.rest;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Finds the default executor of asynchronous calls: the container's managed executor, or else a small pool. */
final class AsyncExecutors {

    private static final String MANAGED = "java:comp/DefaultManagedExecutorService";
    private static final int MAX_THREADS = 32;

    private AsyncExecutors() {}

    @SuppressWarnings("BanJNDI") // A constant name of the local component namespace, which Jakarta Concurrency defines.
    static Executor find() {
        try {
            if (InitialContext.doLookup(MANAGED) instanceof Executor managed) {
                return managed;
            }
        } catch (NamingException | LinkageError absent) {
            return Fallback.POOL;
        }
        return Fallback.POOL;
    }

    private static final class Fallback {

        private static final AtomicInteger COUNT = new AtomicInteger();

        static final ThreadPoolExecutor POOL = new ThreadPoolExecutor(
                MAX_THREADS, MAX_THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "idiolect-oauth-call-" + COUNT.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });

        static {
            // An idle thread would keep the application's class loader reachable.
            POOL.allowCoreThreadTimeOut(true);
        }
    }
}
