package dev.idiolect.oauth.store.internal;

import java.time.Duration;

/** A deadline, measured by the monotonic clock. */
public final class Deadline {

    private static final long LONGEST = Long.MAX_VALUE / 4;

    private final Duration timeout;
    private final long end;

    private Deadline(Duration timeout, long nanos) {
        this.timeout = timeout;
        this.end = System.nanoTime() + nanos;
    }

    public static Deadline after(Duration timeout) {
        boolean huge = timeout.compareTo(Duration.ofNanos(LONGEST)) > 0;
        return new Deadline(timeout, huge ? LONGEST : Math.max(0, timeout.toNanos()));
    }

    /** Returns the remaining time in nanoseconds; zero or less after the deadline. */
    public long nanosLeft() {
        return end - System.nanoTime();
    }

    public boolean isOver() {
        return nanosLeft() <= 0;
    }

    public Duration timeout() {
        return timeout;
    }
}
