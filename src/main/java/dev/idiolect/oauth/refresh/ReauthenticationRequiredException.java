package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.SessionException;

/**
 * Thrown when a session has ended: the user must sign in again. The session stays in the store, with its
 * {@code refreshExpiresAt} in the past, and later calls throw this exception without sending a request.
 *
 * <p>A session ends when its server says so, when the server refuses it with another error code or returns no access
 * token for about 20 minutes, when its refresh token expires, or when its account has moved to a server where its
 * tokens are not valid. An account counts as moved only if its DID document, fetched at that moment, names the new
 * server. A failed lookup ends no session.
 */
public class ReauthenticationRequiredException extends SessionException {

    private static final long serialVersionUID = 1L;

    private final boolean moved;

    private ReauthenticationRequiredException(String did, String message, boolean moved) {
        super(did, message);
        this.moved = moved;
    }

    /**
     * Returns an exception. For implementations of {@link Refresher}.
     *
     * @param did the account
     * @param reason why the session has ended, such as the server's error code; no secrets
     * @return the exception
     */
    public static ReauthenticationRequiredException of(String did, String reason) {
        return of(did, reason, false);
    }

    /** Returns the exception for an account that has moved to a server where its tokens are not valid. */
    static ReauthenticationRequiredException moved(String did, String reason) {
        return of(did, reason, true);
    }

    private static ReauthenticationRequiredException of(String did, String reason, boolean moved) {
        return new ReauthenticationRequiredException(
                did, "Session of " + did + " has ended (" + reason + "): the user must sign in again", moved);
    }

    /** Returns whether the account has moved; its old server may still accept the access token. */
    boolean isMoved() {
        return moved;
    }
}
