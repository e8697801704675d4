package dev.idiolect.oauth.internal.http;

import java.time.Duration;

/** Compares durations. */
public final class Durations {

    private Durations() {}

    /** Returns the shorter duration. */
    public static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Returns the longer duration. */
    public static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
