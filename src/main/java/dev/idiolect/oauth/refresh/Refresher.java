package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.session.OAuthSession;

/**
 * Exchanges a session's refresh token for new tokens. Safe for use by many threads.
 *
 * <p>A refresh token is good for one use: an implementation must never send one a second time unless the server said that
 * it did not look at it. Whoever calls takes care that a session is refreshed once at a time, and saves the result:
 * {@link SessionRefresher} does.
 */
@FunctionalInterface
public interface Refresher {

    /**
     * Returns the session with new tokens, of the same account.
     *
     * @param session the session to refresh; its refresh token is spent
     * @return the refreshed session, not stored yet
     * @throws ReauthenticationRequiredException if the server has ended the session for good
     * @throws RefreshException if the refresh failed otherwise; {@link RefreshException#isTransient()} tells whether it may
     *     work later
     */
    OAuthSession refresh(OAuthSession session);
}
