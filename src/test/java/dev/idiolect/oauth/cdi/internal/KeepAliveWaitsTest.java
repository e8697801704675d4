package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeepAliveWaitsTest {

    private static final Duration DAYS = Duration.ofDays(7);

    /** Up to a fifth longer, so that hosts do not stay in step. */
    private static void requireJittered(Duration wait, Duration shortest) {
        assertThat(wait).isBetween(shortest, shortest.plus(shortest.dividedBy(5)));
    }

    private static Duration after(KeepAliveWaits waits, boolean refreshed, Duration limit, Duration time) {
        return waits.after(refreshed, Optional.ofNullable(limit), time);
    }

    @ParameterizedTest
    @CsvSource({"P90D,PT1H", "P1D,PT1H", "PT12H,PT30M", "PT24M,PT1M", "PT1S,PT0.1S"})
    void intervalIsAPartOfTheIdleTime(Duration idleFor, Duration interval) {
        KeepAliveWaits waits = new KeepAliveWaits(idleFor);
        requireJittered(after(waits, true, null, Duration.ZERO), interval);
        requireJittered(waits.afterFailure(), interval);
        assertThat(waits.first()).isBetween(Duration.ZERO, interval);
    }

    @Test
    void nextRunFollowsTheLimitOfAServer() {
        KeepAliveWaits waits = new KeepAliveWaits(DAYS);
        requireJittered(after(waits, true, Duration.ofMinutes(5), Duration.ZERO), Duration.ofMinutes(5));
        requireJittered(after(waits, true, Duration.ofSeconds(1), Duration.ZERO), Duration.ofSeconds(10));
        requireJittered(after(waits, true, Duration.ofDays(1), Duration.ZERO), Duration.ofHours(1));
    }

    @Test
    void runTakesAtMostAPartOfTheTime() {
        KeepAliveWaits waits = new KeepAliveWaits(DAYS);
        requireJittered(after(waits, true, Duration.ofSeconds(1), Duration.ofMinutes(2)), Duration.ofMinutes(20));
    }

    @Test
    void runsThatRefreshNothingBecomeRare() {
        KeepAliveWaits waits = new KeepAliveWaits(DAYS);
        Duration second = Duration.ofSeconds(1);
        requireJittered(after(waits, false, second, Duration.ZERO), Duration.ofSeconds(20));
        requireJittered(after(waits, false, second, Duration.ZERO), Duration.ofSeconds(40));
        requireJittered(after(waits, true, second, Duration.ZERO), Duration.ofSeconds(10));
        for (int i = 0; i < 100; i++) {
            after(waits, false, second, Duration.ZERO);
        }
        requireJittered(after(waits, false, second, Duration.ZERO), Duration.ofHours(1));
    }
}
