package dev.idiolect.oauth.pds;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The system's time, ahead or behind by as much as a test wants. */
public final class FakeClock extends Clock {

    private volatile Duration offset = Duration.ZERO;

    /** Sets how far this clock is ahead of the system's; negative is behind. */
    public void setOffset(Duration newOffset) {
        offset = newOffset;
    }

    /** Moves this clock ahead. */
    public synchronized void advance(Duration step) {
        offset = offset.plus(step);
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(offset);
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
