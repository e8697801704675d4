package dev.idiolect.oauth.internal.http;

import java.time.Duration;
import java.time.Instant;

/** The local time of a request. */
public record PastTime(Instant instant) {

    /**
     * Returns whether this time is less than {@code age} ago. False for a time in the future: a clock that was set back
     * must not keep an entry forever.
     */
    public boolean isWithin(Duration age, Instant now) {
        return !now.isBefore(instant) && now.isBefore(instant.plus(age));
    }

    /**
     * Returns the rest of a pause that began at this time; negative after its end. Zero if this time is in the future:
     * a clock that was set back must not extend a pause.
     */
    public Duration restOf(Duration pause, Instant now) {
        Duration elapsed = Duration.between(instant, now);
        return elapsed.isNegative() ? Duration.ZERO : pause.minus(elapsed);
    }
}
