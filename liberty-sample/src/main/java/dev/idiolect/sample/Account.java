package dev.idiolect.sample;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;
import java.time.Instant;

/**
 * An account as the page shows it: nothing that is secret.
 *
 * @param state {@code active}, {@code ended} (its server wants a new login), {@code missing} (signed
 *     out, or signed in anew, elsewhere) or {@code unreadable} (the stored session is damaged)
 * @param tokenSeconds how long the access token lives; it is refreshed when needed
 */
public record Account(String did, String handle, String server, String state, long tokenSeconds) {

    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    static Account of(OAuthSession session, Instant now) {
        return new Account(
                session.did(),
                session.handle() == null ? session.did() : session.handle(),
                session.pdsUrl(),
                session.refreshExpired(now) ? "ended" : "active",
                // To the nearest second: a token that has just come has the life that its server gave it.
                session.timeUntilExpiry(now).plus(HALF_A_SECOND).toSeconds());
    }

    static Account without(String did, String state) {
        return new Account(did, did, "", state, 0);
    }
}
