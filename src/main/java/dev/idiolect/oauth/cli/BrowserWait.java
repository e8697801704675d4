package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.internal.http.Durations;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Waits for the browser's callback. Shows a countdown on a terminal, and one plain line elsewhere. */
final class BrowserWait {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Console console;
    private final boolean showsProgress;

    BrowserWait(Console console, boolean showsProgress) {
        this.console = console;
        this.showsProgress = showsProgress;
    }

    /**
     * Returns the parameters of the callback.
     *
     * @throws CommandException if the callback does not arrive in time
     * @throws CancelledException if the thread is interrupted
     */
    Map<String, String> awaitCallback(LoopbackServer server, Duration timeout) {
        if (!showsProgress) {
            console.info("Waiting up to " + Durations.format(timeout) + " for the browser. Press Ctrl-C to cancel.");
        }
        long end = System.nanoTime() + timeout.toNanos();
        try {
            while (true) {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (left.isNegative() || left.isZero()) {
                    throw new CommandException(
                            ExitCode.TRY_LATER,
                            "Sign-in timed out after " + Durations.format(timeout)
                                    + ". Nothing was stored. Try again, or set a longer --timeout");
                }
                if (showsProgress) {
                    console.progress("Waiting for the browser, " + Durations.format(left.plusMillis(999))
                            + " left. Press Ctrl-C to cancel. ");
                }
                Optional<Map<String, String>> callback = server.awaitCallback(left.compareTo(TICK) < 0 ? left : TICK);
                if (callback.isPresent()) {
                    return callback.get();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        } finally {
            console.endProgress();
        }
    }
}
