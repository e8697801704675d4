package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;
import java.time.Instant;

/** Formats durations and the remaining lifetimes of tokens and sessions. */
final class Durations {

    private Durations() {}

    /** Returns the remaining lifetime of the access token. A refresh renews the token. */
    static String accessToken(OAuthSession session, Instant now) {
        return session.isExpired(now) ? "expired" : format(session.timeUntilExpiry(now));
    }

    /** Returns the remaining lifetime of the session, after which the user must sign in again. */
    static String session(OAuthSession session, Instant now) {
        if (session.refreshExpired(now)) {
            return "ended";
        }
        return session.refreshExpiresAt() == null
                ? "unknown"
                : format(Duration.between(now, session.refreshExpiresAt()));
    }

    /** Formats a duration in its two largest units, rounded down. */
    static String format(Duration duration) {
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
}
