package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.internal.http.Durations;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;
import java.time.Instant;

/** Formats the remaining lifetimes of tokens and sessions. */
final class Lifetimes {

    private Lifetimes() {}

    /** Returns the remaining lifetime of the access token. A refresh renews the token. */
    static String accessToken(OAuthSession session, Instant now) {
        return session.isExpired(now) ? "expired" : Durations.format(session.timeUntilExpiry(now));
    }

    /** Returns the remaining lifetime of the session, after which the user must sign in again. */
    static String session(OAuthSession session, Instant now) {
        if (session.refreshExpired(now)) {
            return "ended";
        }
        return session.refreshExpiresAt() == null
                ? "unknown"
                : Durations.format(Duration.between(now, session.refreshExpiresAt()));
    }
}
