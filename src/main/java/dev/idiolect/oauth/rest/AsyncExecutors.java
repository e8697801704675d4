package dev.idiolect.oauth.rest;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Where asynchronous calls run: the container's managed threads, or a few of our own where there are none. */
final class AsyncExecutors {

    private static final String MANAGED = "java:comp/DefaultManagedExecutorService";
    private static final int MOST = 32;

    private AsyncExecutors() {}

    static Executor find() {
        try {
            if (InitialContext.doLookup(MANAGED) instanceof Executor managed) {
                return managed;
            }
        } catch (NamingException | LinkageError none) {
            return Own.THREADS;
        }
        return Own.THREADS;
    }

    private static final class Own {

        private static final AtomicInteger COUNT = new AtomicInteger();

        static final ThreadPoolExecutor THREADS =
                new ThreadPoolExecutor(MOST, MOST, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "idiolect-oauth-call-" + COUNT.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });

        static {
            // Without idle threads nothing holds on to the application's class loader.
            THREADS.allowCoreThreadTimeOut(true);
        }
    }
}
