package dev.idiolect.oauth.store.internal.persistent;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** Runs channel I/O to its end despite interrupts, then restores the interrupt status. */
public final class Uninterruptibly {

    /** Repeatable work. */
    public interface Work {
        void run() throws IOException;
    }

    private Uninterruptibly() {}

    public static void run(Work work) throws IOException {
        // An interrupt would close the channel in use and leave a partial file.
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
