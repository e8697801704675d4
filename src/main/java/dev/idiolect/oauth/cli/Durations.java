package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;
import java.time.Instant;

/** How long tokens live, in words. */
final class Durations {

    private Durations() {}

    /** The access token's life, which a refresh renews. */
    static String ofAccess(OAuthSession session, Instant now) {
        return session.isExpired(now) ? "expired" : words(session.timeUntilExpiry(now));
    }

    /** The session's own life, after which its owner must sign in again. */
    static String ofSession(OAuthSession session, Instant now) {
        if (session.refreshExpired(now)) {
            return "ended";
        }
        return session.refreshExpiresAt() == null
                ? "not said"
                : words(Duration.between(now, session.refreshExpiresAt()));
    }

    /** A length of time in its two largest parts, rounded down. */
    static String words(Duration time) {
        if (time.toDays() > 0) {
            return time.toDays() + " d" + part(time.toHoursPart(), "h");
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h" + part(time.toMinutesPart(), "min");
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min" + part(time.toSecondsPart(), "s")
                : time.toSeconds() + " s";
    }

    private static String part(int number, String unit) {
        return number == 0 ? "" : " " + number + " " + unit;
    }
}
