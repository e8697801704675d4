package dev.idiolect.oauth.internal.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how long a server wants the client to wait. */
public final class RetryAfter {

    // In 2001. No limit lasts for 30 years, so a smaller number is a duration.
    private static final long OLDEST_TIME = 1_000_000_000;

    private RetryAfter() {}

    /**
     * Returns the time to wait. Reads {@code Retry-After} in both forms of RFC 9110 section 10.2.3. For status 429 and
     * 503, also reads {@code RateLimit-Reset}: in seconds since 1970, as a PDS sends it, or in seconds from now, as in
     * the IETF draft.
     *
     * @return the time, never negative; empty if neither header can be read
     */
    public static Optional<Duration> of(
            int status, @Nullable String retryAfter, @Nullable String rateLimitReset, Instant now) {
        try {
            Instant at;
            if (retryAfter != null) {
                String value = retryAfter.strip();
                at = value.matches("\\d{1,9}")
                        ? now.plusSeconds(Long.parseLong(value))
                        : ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant();
            } else if ((status == 429 || status == 503) && rateLimitReset != null) {
                String value = rateLimitReset.strip();
                if (!value.matches("\\d{1,11}")) {
                    return Optional.empty();
                }
                long seconds = Long.parseLong(value);
                at = seconds < OLDEST_TIME ? now.plusSeconds(seconds) : Instant.ofEpochSecond(seconds);
            } else {
                return Optional.empty();
            }
            return Optional.of(at.isBefore(now) ? Duration.ZERO : Duration.between(now, at));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
