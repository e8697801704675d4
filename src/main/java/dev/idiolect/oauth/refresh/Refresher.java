package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.session.OAuthSession;

/**
 * Exchanges a session's refresh token for new tokens. Implementations are thread-safe.
 *
 * <p>A refresh token can be used once. An implementation must not send it a second time unless the server has refused the
 * first request without looking at the token. The caller must refresh a session only once at a time and save the result, as
 * {@link SessionRefresher} does.
 */
@FunctionalInterface
public interface Refresher {

    /**
     * Returns the session with new tokens.
     *
     * @param session the session to refresh; its refresh token is consumed
     * @return the refreshed session of the same account, not saved yet
     * @throws ReauthenticationRequiredException if the server has ended the session
     * @throws RefreshException if the refresh failed for another reason
     */
    OAuthSession refresh(OAuthSession session);
}
