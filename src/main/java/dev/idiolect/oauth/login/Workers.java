package dev.idiolect.oauth.login;

import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for what can hang without a time limit of its own, such as the system's name lookup; bounded, nothing queues. */
final class Workers {

    private static final int MOST = 200;

    private final AtomicInteger count = new AtomicInteger();

    // Without idle threads nothing needs closing, and nothing holds on to the application's class loader.
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, MOST, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                // Nothing of the caller's: neither its inheritable thread-locals nor its class loader.
                Thread thread = new Thread(null, task, "idiolect-oauth-login-" + count.incrementAndGet(), 0, false);
                thread.setDaemon(true);
                thread.setContextClassLoader(Workers.class.getClassLoader());
                return thread;
            });

    <T> Future<T> start(Callable<T> task) throws ExchangeException {
        try {
            return threads.submit(task);
        } catch (RejectedExecutionException e) {
            throw ExchangeException.passing("not asked, as " + MOST + " look-ups are under way already");
        }
    }

    int busy() {
        return threads.getActiveCount();
    }
}
