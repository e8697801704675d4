package dev.idiolect.oauth.cli;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What happens at Ctrl-C: a command is ended before or after what must not be cut off, such as a token that is spent at a
 * server and not yet stored, and never in its midst.
 */
final class ShutdownGuard implements AutoCloseable {

    // A refresh may wait a minute for another process's before it spends a token, and then for each of its requests.
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Console talk;
    private final String nothingDone;
    private final Thread hook;
    private boolean ending;
    private boolean busy;
    private boolean finished;

    /** @param nothingDone what is to be said if the command had done nothing yet */
    ShutdownGuard(Console talk, String nothingDone) {
        this.talk = talk;
        this.nothingDone = nothingDone;
        hook = new Thread(this::end, "idiolect-interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Does what must not be cut off.
     *
     * @throws CancelledException if the program is being ended already
     */
    <T> T whole(Supplier<T> work) {
        synchronized (this) {
            if (ending) {
                throw new CancelledException();
            }
            busy = true;
        }
        try {
            T done = work.get();
            synchronized (this) {
                finished = true;
            }
            return done;
        } finally {
            synchronized (this) {
                busy = false;
                notifyAll();
            }
        }
    }

    /** What the shutdown hook does. */
    synchronized void end() {
        ending = true;
        if (!busy && !finished) {
            talk.say(nothingDone);
            return;
        }
        if (busy) {
            talk.say("Waiting for what must not be cut off ...");
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (long left = PATIENCE.toMillis(); busy && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (finished) {
            talk.say("It was done before the program could be ended.");
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is running.
        }
    }
}
