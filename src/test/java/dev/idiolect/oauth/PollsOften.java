package dev.idiolect.oauth;

import static org.awaitility.pollinterval.IterativePollInterval.iterative;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Makes unit tests that wait for something look at once and often; a tenth of a second each time adds up. Integration tests,
 * which ask servers, keep the usual pause.
 */
public final class PollsOften implements LauncherSessionListener {

    private static final Duration FIRST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMillis(20);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (Boolean.getBoolean("poll.often")) {
            Awaitility.setDefaultPollDelay(Duration.ZERO);
            Awaitility.setDefaultPollInterval(iterative(PollsOften::next, FIRST));
        }
    }

    private static Duration next(Duration last) {
        Duration twice = last.multipliedBy(2);
        return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }
}
