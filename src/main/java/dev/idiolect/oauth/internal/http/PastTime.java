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
}
