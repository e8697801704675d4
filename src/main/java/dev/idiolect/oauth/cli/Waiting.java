package dev.idiolect.oauth.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Waits for the browser, and shows that: a line with the time left on a terminal, one plain line elsewhere. */
final class Waiting {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Talk talk;
    private final boolean showsProgress;

    Waiting(Talk talk, boolean showsProgress) {
        this.talk = talk;
        this.showsProgress = showsProgress;
    }

    /** @throws CommandException if nobody has answered in that time */
    Map<String, String> answer(LoopbackServer server, Duration limit) {
        if (!showsProgress) {
            talk.say("Waiting up to " + Life.words(limit) + " for the browser. Ctrl-C gives up.");
        }
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (left.isNegative() || left.isZero()) {
                    throw new CommandException(
                            ExitCode.TRY_LATER,
                            "Nobody has signed in within " + Life.words(limit) + ". Nothing was stored; try again,"
                                    + " with a longer --timeout if need be");
                }
                if (showsProgress) {
                    talk.progress("Waiting for the browser, " + Life.words(left.plusMillis(999))
                            + " left. Ctrl-C gives up. ");
                }
                Optional<Map<String, String>> answer = server.await(left.compareTo(TICK) < 0 ? left : TICK);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GivenUpException();
        } finally {
            talk.endProgress();
        }
    }
}
