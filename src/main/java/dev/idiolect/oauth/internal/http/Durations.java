package dev.idiolect.oauth.internal.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Compares, spreads and formats durations. */
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

    /** Formats a duration in its two largest units, rounded down. */
    public static String format(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + " d" + part(duration.toHoursPart(), "h");
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + " h" + part(duration.toMinutesPart(), "min");
        }
        return duration.toMinutes() > 0
                ? duration.toMinutes() + " min" + part(duration.toSecondsPart(), "s")
                : duration.toSeconds() + " s";
    }

    private static String part(int number, String unit) {
        return number == 0 ? "" : " " + number + " " + unit;
    }

    /** Returns a random duration that is up to a fifth longer, so that threads and hosts do not stay in step. */
    public static Duration withJitter(Duration duration) {
        return duration.plusMillis(ThreadLocalRandom.current().nextLong(duration.toMillis() / 5 + 1));
    }
}
