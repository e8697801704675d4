package dev.idiolect.sample;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;
import java.time.Instant;

/**
 * An account as the page shows it: nothing that is secret.
 *
 * @param state {@code active}, {@code ended} (its server wants a new login), {@code missing} (another program has
 *     signed it out) or {@code unreadable} (the stored session is damaged)
 * @param tokenSeconds how long the access token lives; it is refreshed when needed
 */
public record Account(String did, String handle, String server, String state, long tokenSeconds) {

    static Account of(OAuthSession session, Instant now) {
        return new Account(
                session.did(),
                session.handle() == null ? session.did() : session.handle(),
                session.pdsUrl(),
                session.refreshExpired(now) ? "ended" : "active",
                Math.max(
                        0,
                        session.timeUntilExpiry(now)
                                .plus(Duration.ofMillis(500))
                                .toSeconds()));
    }

    static Account without(String did, String state) {
        return new Account(did, did, "", state, 0);
    }
}
