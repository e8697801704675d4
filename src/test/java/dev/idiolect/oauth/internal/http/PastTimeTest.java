package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PastTimeTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"PT0S, true", "PT9M59S, true", "PT10M, false", "P1D, false", "PT-1S, false", "P-1D, false"})
    void timeOfClockThatWasSetBackIsNotWithinAge(Duration ago, boolean within) {
        assertThat(new PastTime(NOW.minus(ago)).isWithin(Duration.ofMinutes(10), NOW))
                .isEqualTo(within);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT10M", "PT9M59S, PT1S", "PT11M, PT-1M", "PT-1S, PT0S", "P-1D, PT0S"})
    void clockThatWasSetBackDoesNotExtendPause(Duration ago, Duration rest) {
        assertThat(new PastTime(NOW.minus(ago)).restOf(Duration.ofMinutes(10), NOW))
                .isEqualTo(rest);
    }
}
