package dev.idiolect.oauth.testkit.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test moves. It either stands still otherwise, or runs with the system's. */
public final class TestClock extends Clock {

    private final Clock base;
    private volatile Duration offset = Duration.ZERO;

    private TestClock(Clock base) {
        this.base = base;
    }

    /** Returns a clock that stands still. */
    public static TestClock at(Instant start) {
        return new TestClock(Clock.fixed(start, ZoneOffset.UTC));
    }

    /** Returns a clock that shows the system's time until a test moves it. */
    public static TestClock running() {
        return new TestClock(Clock.systemUTC());
    }

    /** Sets how far this clock is ahead of its start or of the system's clock; negative is behind. */
    public void setOffset(Duration newOffset) {
        offset = newOffset;
    }

    /** Moves this clock ahead. */
    public synchronized void advance(Duration step) {
        offset = offset.plus(step);
    }

    @Override
    public Instant instant() {
        return base.instant().plus(offset);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
