package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "17 | PT17S",
                "0 | PT0S",
                "Mon, 23 Nov 2026 10:01:30 GMT | PT1M30S",
                "Mon, 23 Nov 2026 09:00:00 GMT | PT0S"
            })
    void retryAfterIsReadInBothForms(String value, Duration wait) {
        assertThat(RetryAfter.of(503, value, null, NOW)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "", "-5", "1.5", "99999999999999999999", "Mon, 99 Foo 2026 00:00:00 GMT"})
    void unreadableRetryAfterIsAbsent(String value) {
        assertThat(RetryAfter.of(429, value, null, NOW)).isEmpty();
    }

    @Test
    void rateLimitResetCountsWith429And503() {
        String reset = String.valueOf(NOW.plusSeconds(30).getEpochSecond());
        assertThat(RetryAfter.of(429, null, reset, NOW)).contains(Duration.ofSeconds(30));
        assertThat(RetryAfter.of(429, "17", reset, NOW)).contains(Duration.ofSeconds(17));
        assertThat(RetryAfter.of(503, null, reset, NOW)).contains(Duration.ofSeconds(30));
        assertThat(RetryAfter.of(500, null, reset, NOW)).isEmpty();
        assertThat(RetryAfter.of(429, null, null, NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, PT0S", "' 30 ', PT30S", "86400, PT24H", "1, PT1S"})
    void smallRateLimitResetIsADuration(String value, Duration wait) {
        assertThat(RetryAfter.of(429, null, value, NOW)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "", "-5", "1.5", "999999999999"})
    void unreadableRateLimitResetIsAbsent(String value) {
        assertThat(RetryAfter.of(429, null, value, NOW)).isEmpty();
    }
}
