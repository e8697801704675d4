package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Predicate;

/** Decides which sessions are usable. */
final class Validity {

    private static final int LARGEST_PART = 10;

    private final Duration threshold;
    private final Duration longLifetime;
    private final Clock clock;

    /** @param threshold how long before its expiry an access token is refreshed */
    Validity(Duration threshold, Clock clock) {
        this.threshold = threshold;
        this.longLifetime = threshold.multipliedBy(LARGEST_PART);
        this.clock = clock;
    }

    boolean isFresh(OAuthSession session) {
        return !session.needsRefresh(clock.instant(), effectiveThreshold(session));
    }

    // A threshold that exceeds the token's lifetime would cause a refresh at every call.
    private Duration effectiveThreshold(OAuthSession session) {
        Duration lifetime = Duration.between(session.issuedAt(), session.expiresAt());
        if (lifetime.compareTo(longLifetime) >= 0) {
            return threshold;
        }
        return lifetime.isNegative() ? Duration.ZERO : lifetime.dividedBy(LARGEST_PART);
    }

    /** Accepts unexpired sessions whose tokens differ from those of a known session. */
    Predicate<OAuthSession> newerThan(OAuthSession known) {
        // Legacy access tokens issued within one second can be identical; refresh tokens never are.
        return session -> !session.isExpired(clock.instant())
                && !(session.accessJwt().equals(known.accessJwt())
                        && session.refreshJwt().equals(known.refreshJwt()));
    }
}
