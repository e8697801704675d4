package dev.idiolect.oauth.store;

import java.time.Duration;

/** A deadline, measured by the monotonic clock. */
final class Deadline {

    private static final long LONGEST = Long.MAX_VALUE / 4;

    private final Duration timeout;
    private final long end;

    private Deadline(Duration timeout, long nanos) {
        this.timeout = timeout;
        this.end = System.nanoTime() + nanos;
    }

    static Deadline after(Duration timeout) {
        boolean huge = timeout.compareTo(Duration.ofNanos(LONGEST)) > 0;
        return new Deadline(timeout, huge ? LONGEST : Math.max(0, timeout.toNanos()));
    }

    /** Returns the remaining time in nanoseconds; zero or less after the deadline. */
    long nanosLeft() {
        return end - System.nanoTime();
    }

    boolean isOver() {
        return nanosLeft() <= 0;
    }

    Duration timeout() {
        return timeout;
    }
}
