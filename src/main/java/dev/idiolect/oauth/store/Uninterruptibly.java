package dev.idiolect.oauth.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** Lets work on channels finish in spite of an interrupt, and keeps the interrupt for the caller. */
final class Uninterruptibly {

    /** Work that may be done again from its start. */
    interface Work {
        void run() throws IOException;
    }

    private Uninterruptibly() {}

    static void run(Work work) throws IOException {
        // A channel closes itself under a thread that is interrupted: half a save would be the result.
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
