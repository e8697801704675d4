package dev.idiolect.oauth.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** Completes work on channels despite an interrupt, and restores the interrupt status. */
final class Uninterruptibly {

    /** Repeatable work. */
    interface Work {
        void run() throws IOException;
    }

    private Uninterruptibly() {}

    static void run(Work work) throws IOException {
        // An interrupt closes the channel that the thread is using, which would leave a partial file.
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    work.run();
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
