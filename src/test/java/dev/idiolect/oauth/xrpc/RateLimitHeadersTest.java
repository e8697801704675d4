package dev.idiolect.oauth.xrpc;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitHeadersTest {

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
        assertThat(RateLimitHeaders.retryAfter(with("Retry-After", value), NOW)).isEqualTo(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "", "-5", "1.5", "99999999999999999999", "Mon, 99 Foo 2026 00:00:00 GMT"})
    void unreadableRetryAfterIsAbsent(String value) {
        assertThat(RateLimitHeaders.retryAfter(with("Retry-After", value), NOW)).isNull();
    }

    @Test
    void absentHeadersGiveNull() {
        Response bare = Response.status(429).build();
        assertThat(RateLimitHeaders.retryAfter(bare, NOW)).isNull();
        assertThat(RateLimitHeaders.rateLimit(bare)).isNull();
    }

    @Test
    void oneReadableHeaderIsEnough() {
        assertThat(RateLimitHeaders.rateLimit(with("RateLimit-Remaining", "3")))
                .isEqualTo(new RateLimit(null, 3L, null, null));
        assertThat(RateLimitHeaders.rateLimit(with("RateLimit-Remaining", "some")))
                .isNull();
    }

    @Test
    void resetAfterTheYear9999IsAbsent() {
        assertThat(RateLimitHeaders.rateLimit(with("RateLimit-Reset", "253402300799")))
                .isEqualTo(new RateLimit(null, null, Instant.parse("9999-12-31T23:59:59Z"), null));
        assertThat(RateLimitHeaders.rateLimit(with("RateLimit-Reset", "253402300800")))
                .isEqualTo(new RateLimit(null, null, null, null));
    }

    private static Response with(String header, String value) {
        return Response.status(429).header(header, value).build();
    }
}
