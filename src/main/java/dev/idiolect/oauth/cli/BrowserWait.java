package dev.idiolect.oauth.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Waits for the browser, and shows that: a line with the time left on a terminal, one plain line elsewhere. */
final class BrowserWait {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Console talk;
    private final boolean showsProgress;

    BrowserWait(Console talk, boolean showsProgress) {
        this.talk = talk;
        this.showsProgress = showsProgress;
    }

    /** @throws CommandException if nobody has answered in that time */
    Map<String, String> answer(LoopbackServer server, Duration limit) {
        if (!showsProgress) {
            talk.say("Waiting up to " + Durations.words(limit) + " for the browser. Ctrl-C gives up.");
        }
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (left.isNegative() || left.isZero()) {
                    throw new CommandException(
                            ExitCode.TRY_LATER,
                            "Nobody has signed in within " + Durations.words(limit) + ". Nothing was stored; try again,"
                                    + " with a longer --timeout if need be");
                }
                if (showsProgress) {
                    talk.progress("Waiting for the browser, " + Durations.words(left.plusMillis(999))
                            + " left. Ctrl-C gives up. ");
                }
                Optional<Map<String, String>> answer = server.await(left.compareTo(TICK) < 0 ? left : TICK);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        } finally {
            talk.endProgress();
        }
    }
}
