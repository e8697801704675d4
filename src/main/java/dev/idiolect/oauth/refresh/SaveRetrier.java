package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tries again and again to save what a store could not keep, on one thread that ends when nothing is left: the next call
 * for the account may never come, and until it is saved nobody else can use the account.
 */
final class SaveRetrier {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** Tries to save whatever waits to be saved; returns whether something still waits. */
    interface Work {
        boolean hasPending();
    }

    private final Work work;
    private final ThreadFactory threads;
    private final AtomicBoolean running = new AtomicBoolean();

    SaveRetrier(Work work, ThreadFactory threads) {
        this.work = work;
        this.threads = threads;
    }

    void start() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        try {
            DaemonThreads.start(threads, "idiolect-oauth-save", this::run);
        } catch (RuntimeException | Error noThread) {
            // The next failed save tries again.
            running.set(false);
        }
    }

    private void run() {
        try {
            Duration pause = FIRST;
            do {
                Thread.sleep(pause.toMillis());
                pause = pause.compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
            } while (work.hasPending());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } finally {
            running.set(false);
        }
        // Somebody may have relied on this thread in its last moment.
        if (work.hasPending()) {
            start();
        }
    }
}
