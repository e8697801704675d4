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

    private RetryAfter() {}

    /**
     * Returns the time to wait. Reads {@code Retry-After} in both forms of RFC 9110 section 10.2.3 and, for status 429,
     * {@code RateLimit-Reset} in seconds since 1970, which a PDS sends.
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
            } else if (status == 429 && rateLimitReset != null && rateLimitReset.matches("\\d{1,11}")) {
                at = Instant.ofEpochSecond(Long.parseLong(rateLimitReset));
            } else {
                return Optional.empty();
            }
            return Optional.of(at.isBefore(now) ? Duration.ZERO : Duration.between(now, at));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
