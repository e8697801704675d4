package dev.idiolect.oauth.cli;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Protects an operation from Ctrl-C. The operation runs completely or not at all, so that new tokens are always stored
 * after the server has consumed the old refresh token.
 */
final class ShutdownGuard implements AutoCloseable {

    // Longer than the longest refresh: the wait for another process's refresh, plus the timeouts of all requests.
    private static final Duration MAX_WAIT = Duration.ofMinutes(3);

    private final Console console;
    private final String cancelledMessage;
    private final String completedMessage;
    private final Duration maxWait;
    private final Thread hook;
    private boolean shuttingDown;
    private boolean running;
    private boolean completed;

    /** @param cancelledMessage printed on shutdown if the operation has not started */
    ShutdownGuard(Console console, String cancelledMessage) {
        this(console, cancelledMessage, "The operation was completed before the program ended.", MAX_WAIT);
    }

    /**
     * @param cancelledMessage printed on shutdown if no operation has started
     * @param completedMessage printed on shutdown if an operation has completed
     * @param maxWait how long a shutdown waits for an operation
     */
    ShutdownGuard(Console console, String cancelledMessage, String completedMessage, Duration maxWait) {
        this.console = console;
        this.cancelledMessage = cancelledMessage;
        this.completedMessage = completedMessage;
        this.maxWait = maxWait;
        hook = new Thread(this::onShutdown, "idiolect-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Runs an operation. A shutdown waits for its end.
     *
     * @throws CancelledException if the program is already shutting down
     */
    <T> T runUninterruptibly(Supplier<T> operation) {
        synchronized (this) {
            if (shuttingDown) {
                throw new CancelledException();
            }
            running = true;
        }
        try {
            T result = operation.get();
            synchronized (this) {
                completed = true;
            }
            return result;
        } finally {
            synchronized (this) {
                running = false;
                notifyAll();
            }
        }
    }

    synchronized void onShutdown() {
        shuttingDown = true;
        if (!running && !completed) {
            console.info(cancelledMessage);
            return;
        }
        if (running) {
            console.info("Finishing the current operation ...");
        }
        long deadline = System.nanoTime() + maxWait.toNanos();
        try {
            for (long left = maxWait.toMillis();
                    running && left > 0;
                    left = (deadline - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (completed) {
            console.info(completedMessage);
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is already shutting down, so the hook is running.
        }
    }
}
