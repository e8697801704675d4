package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.http.WebAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long a server asks to be left alone, from now on. */
final class RetryAfter {

    private RetryAfter() {}

    static @Nullable Duration of(WebAnswer answer, Clock clock) {
        Instant now = clock.instant();
        Instant retryAt = answer.retryAt(now);
        if (retryAt == null) {
            return null;
        }
        return retryAt.isBefore(now) ? Duration.ZERO : Duration.between(now, retryAt);
    }
}
