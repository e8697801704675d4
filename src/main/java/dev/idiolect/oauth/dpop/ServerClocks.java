package dev.idiolect.oauth.dpop;

import dev.idiolect.oauth.internal.http.LruCache;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The clock offset of each origin, from {@code Date} headers. */
final class ServerClocks {

    // A Date header has a resolution of one second and arrives late, so smaller differences do not justify a retry.
    private static final Duration NOTICEABLE = Duration.ofSeconds(3);

    private final LruCache<Duration> offsets = new LruCache<>(DpopNonces.LIMIT);
    private final Clock clock;

    ServerClocks(Clock clock) {
        this.clock = clock;
    }

    Instant now(String origin) {
        return clock.instant().plus(offset(origin));
    }

    Duration offset(String origin) {
        Duration offset = offsets.get(origin);
        return offset == null ? Duration.ZERO : offset;
    }

    boolean correct(String origin, @Nullable String date) {
        Duration offset = offsetOf(date);
        if (offset == null) {
            return false;
        }
        Duration change = offset.minus(offset(origin)).abs();
        if (change.compareTo(NOTICEABLE) < 0) {
            return false;
        }
        offsets.put(origin, offset);
        return true;
    }

    private @Nullable Duration offsetOf(@Nullable String date) {
        if (date == null) {
            return null;
        }
        try {
            Instant server = ZonedDateTime.parse(date.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Duration.between(clock.instant(), server);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
