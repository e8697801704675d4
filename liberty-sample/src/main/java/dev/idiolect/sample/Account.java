package dev.idiolect.sample;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;
import java.time.Instant;

/**
 * An account as the page shows it, without secrets.
 *
 * @param did the account
 * @param handle the account's handle, or its DID if the handle is unknown
 * @param server the URL of the account's PDS
 * @param state {@code active}, {@code ended} (the user must sign in again), {@code elsewhere} (signed in in another
 *     browser since), {@code missing} (signed out elsewhere) or {@code unreadable} (the stored session is damaged)
 * @param tokenSeconds the remaining lifetime of the access token, which is refreshed when needed
 */
public record Account(String did, String handle, String server, String state, long tokenSeconds) {

    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    static Account of(OAuthSession session, Instant now) {
        return new Account(
                session.did(),
                session.handle() == null ? session.did() : session.handle(),
                session.pdsUrl(),
                session.refreshExpired(now) ? "ended" : "active",
                // To the nearest second, so that a new token shows its full lifetime.
                session.timeUntilExpiry(now).plus(HALF_A_SECOND).toSeconds());
    }

    /** Returns an account that this browser can no longer use. */
    static Account elsewhere(OAuthSession session) {
        Account account = of(session, session.expiresAt());
        return new Account(account.did, account.handle, account.server, "elsewhere", 0);
    }

    static Account without(String did, String state) {
        return new Account(did, did, "", state, 0);
    }
}
