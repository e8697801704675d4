package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Retries failed work in the background, on one thread that ends when no work is left. Safe for use by many threads. */
final class BackgroundRetrier {

    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(20);

    private final String name;
    private final BooleanSupplier retry;
    private final ThreadFactory threadFactory;
    private final AtomicBoolean running = new AtomicBoolean();

    /**
     * @param name the name of the thread
     * @param retry tries all failed work once; returns whether any is left
     */
    BackgroundRetrier(String name, BooleanSupplier retry, ThreadFactory threadFactory) {
        this.name = name;
        this.retry = retry;
        this.threadFactory = threadFactory;
    }

    void start() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        try {
            DaemonThreads.start(threadFactory, name, this::run);
        } catch (RuntimeException | Error noThread) {
            // The thread could not be started. The next failure tries again.
            running.set(false);
        }
    }

    private void run() {
        try {
            Duration delay = FIRST_DELAY;
            do {
                Thread.sleep(delay.toMillis());
                delay = delay.compareTo(LONGEST_DELAY) < 0 ? delay.multipliedBy(2) : LONGEST_DELAY;
            } while (retry.getAsBoolean());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } finally {
            running.set(false);
        }
        // Another call may have failed after the last attempt, while this thread still counted as running.
        if (retry.getAsBoolean()) {
            start();
        }
    }
}
