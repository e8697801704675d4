package dev.idiolect.oauth.internal.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The last moment for sending a request, by two clocks: a monotonic one, which cannot be set, and the wall clock, which
 * keeps running while the machine sleeps.
 *
 * @param nanos by {@link System#nanoTime()}
 */
record SendDeadline(long nanos, Clock clock, Instant time) {

    static SendDeadline in(Duration limit, Clock clock) {
        return new SendDeadline(
                System.nanoTime() + limit.toNanos(), clock, clock.instant().plus(limit));
    }

    boolean hasPassed() {
        return nanos - System.nanoTime() <= 0 || clock.instant().isAfter(time);
    }
}
