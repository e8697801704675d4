package dev.idiolect.oauth.internal.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Compares and spreads durations. */
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

    /** Returns a random duration that is up to a fifth longer, so that threads and hosts do not stay in step. */
    public static Duration withJitter(Duration duration) {
        return duration.plusMillis(ThreadLocalRandom.current().nextLong(duration.toMillis() / 5 + 1));
    }
}
