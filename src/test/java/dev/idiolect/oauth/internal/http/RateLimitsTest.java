package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.idiolect.oauth.testkit.internal.TestClock;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitsTest {

    private static final URI URL = URI.create("https://pds.example.com/oauth/token");

    private final TestClock clock = TestClock.at(Instant.parse("2026-11-23T10:00:00Z"));
    private final RateLimits limits = new RateLimits(clock);

    private static HttpResponse response(int status, String name, String value) {
        return new HttpResponse(
                status, HttpHeaders.of(Map.of(name, List.of(value)), (header, content) -> true), new byte[0]);
    }

    private boolean isLimited(URI url, String purpose) {
        return catchThrowableOfType(ExchangeException.class, () -> limits.check(url, purpose)) != null;
    }

    @Test
    void limitConcernsOneOriginAndPurpose() {
        limits.update(URL, "/oauth/token", response(429, "Retry-After", "60"));
        assertThat(isLimited(URL, "/oauth/token")).isTrue();
        assertThat(isLimited(URI.create("HTTPS://PDS.example.com:443/"), "/oauth/token"))
                .isTrue();
        assertThat(isLimited(URL, "/oauth/par")).isFalse();
        assertThat(isLimited(URI.create("https://bob.example.com/oauth/token"), "/oauth/token"))
                .isFalse();
    }

    @Test
    void restOfTheTimeIsReported() {
        limits.update(URL, "x", response(429, "Retry-After", "60"));
        clock.advance(Duration.ofMillis(20_500));
        ExchangeException limited = catchThrowableOfType(ExchangeException.class, () -> limits.check(URL, "x"));
        assertThat(limited).hasMessage("request not sent: the server limits the rate of requests for another 40 s");
        assertThat(limited.retryAfter()).contains(Duration.ofMillis(39_500));
        assertThat(limited.isTransient()).isTrue();
        clock.advance(Duration.ofMillis(39_500));
        assertThat(isLimited(URL, "x")).isFalse();
    }

    @Test
    void requestInProgressDoesNotShortenTheLimit() {
        limits.update(URL, "x", response(429, "Retry-After", "60"));
        clock.advance(Duration.ofSeconds(1));
        limits.update(URL, "x", response(429, "Retry-After", "0"));
        limits.update(URL, "x", response(503, "RateLimit-Reset", "1600000000"));
        assertThat(isLimited(URL, "x")).isTrue();
        limits.update(URL, "x", response(429, "Retry-After", "90"));
        clock.advance(Duration.ofSeconds(89));
        assertThat(isLimited(URL, "x")).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(isLimited(URL, "x")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"86400", "999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
    void rateLimitEndsAfterAnHourAtMost(String retryAfter) {
        limits.update(URL, "x", response(429, "Retry-After", retryAfter));
        clock.advance(Duration.ofMinutes(59));
        assertThat(isLimited(URL, "x")).isTrue();
        clock.advance(Duration.ofMinutes(1));
        assertThat(isLimited(URL, "x")).isFalse();
    }

    @Test
    void maintenanceEndsAfterFiveMinutesAtMost() {
        limits.update(URL, "x", response(503, "Retry-After", "3600"));
        clock.advance(Duration.ofMinutes(4));
        assertThat(isLimited(URL, "x")).isTrue();
        clock.advance(Duration.ofMinutes(1));
        assertThat(isLimited(URL, "x")).isFalse();
    }

    @Test
    void clockSetBackEndsTheLimit() {
        limits.update(URL, "x", response(429, "Retry-After", "60"));
        clock.advance(Duration.ofDays(-1));
        assertThat(isLimited(URL, "x")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 403, 500, 502})
    void otherStatusIsNoLimit(int status) {
        limits.update(URL, "x", response(status, "Retry-After", "60"));
        limits.update(URL, "x", response(429, "X-Other", "60"));
        assertThat(isLimited(URL, "x")).isFalse();
    }

    @Test
    void wrongLocalClockDoesNotStretchALimit() {
        limits.update(
                URL,
                "x",
                new HttpResponse(
                        429,
                        HttpHeaders.of(
                                Map.of(
                                        "Date", List.of("Mon, 23 Nov 2026 10:30:00 GMT"),
                                        "RateLimit-Reset",
                                                List.of(""
                                                        + Instant.parse("2026-11-23T10:31:00Z")
                                                                .getEpochSecond())),
                                (header, content) -> true),
                        new byte[0]));
        clock.advance(Duration.ofSeconds(59));
        assertThat(isLimited(URL, "x")).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(isLimited(URL, "x")).isFalse();
    }
}
