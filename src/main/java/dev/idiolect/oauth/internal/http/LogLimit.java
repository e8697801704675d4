package dev.idiolect.oauth.internal.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits log messages that attackers can cause, so that they cannot fill the log: one message for each key in ten
 * minutes, and a small number for all keys. Further messages are logged at {@code DEBUG}, and counted in the next
 * message of the key. Safe for use by many threads.
 */
public final class LogLimit {

    static final Duration WINDOW = Duration.ofMinutes(10);

    /** Keys are limited too, because an attacker can choose the server, and the server its error codes. */
    static final int MAX_KEYS = 20;

    private static final String OTHER_KEYS = "";

    private static final class Count {
        PastTime loggedAt = new PastTime(Instant.EPOCH);
        int leftOut;

        boolean isOver(Instant now) {
            return !loggedAt.isWithin(WINDOW, now);
        }
    }

    private final Clock clock;
    private final Map<String, Count> counts = new HashMap<>();

    public LogLimit(Clock clock) {
        this.clock = clock;
    }

    /**
     * Logs a message; at {@code DEBUG} if there were too many.
     *
     * @param level the level if there were not too many
     * @param key identifies messages of the same kind; not empty
     */
    public void log(Logger log, Level level, String key, String message) {
        int leftOut = count(key);
        if (leftOut < 0) {
            log.log(Level.DEBUG, message);
        } else {
            log.log(level, leftOut == 0 ? message : message + " (not shown: " + leftOut + " more like this)");
        }
    }

    /** Returns the number of messages omitted before this one; negative if this one must be omitted too. */
    private synchronized int count(String key) {
        Instant now = clock.instant();
        Count count = counts.get(key);
        if (count == null) {
            if (counts.size() >= MAX_KEYS) {
                forgetOld(now);
            }
            count = counts.computeIfAbsent(counts.size() < MAX_KEYS ? key : OTHER_KEYS, unused -> new Count());
        }
        if (!count.isOver(now)) {
            count.leftOut++;
            return -1;
        }
        int leftOut = count.leftOut;
        count.leftOut = 0;
        count.loggedAt = new PastTime(now);
        return leftOut;
    }

    private void forgetOld(Instant now) {
        Count others = counts.computeIfAbsent(OTHER_KEYS, unused -> new Count());
        counts.values().removeIf(old -> {
            boolean forgotten = old != others && old.isOver(now);
            others.leftOut += forgotten ? old.leftOut : 0;
            return forgotten;
        });
    }
}
