package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.SessionException;
import dev.idiolect.oauth.session.EndReason;

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

    private final EndReason reason;
    private final boolean accessTokenUsable;

    private ReauthenticationRequiredException(String did, String details, EndReason reason, boolean accessTokenUsable) {
        super(did, "Session of " + did + " has ended (" + details + "): the user must sign in again");
        this.reason = reason;
        this.accessTokenUsable = accessTokenUsable;
    }

    /**
     * Returns an exception with {@link EndReason#REFUSED}. For implementations of {@link Refresher}.
     *
     * @param did the account
     * @param details why the server ended the session, such as its error code; no secrets
     * @return the exception
     */
    public static ReauthenticationRequiredException of(String did, String details) {
        return of(did, EndReason.REFUSED, details);
    }

    /**
     * Returns an exception. For implementations of {@link Refresher}.
     *
     * @param did the account
     * @param reason why the session has ended
     * @param details a description of the reason, without secrets
     * @return the exception
     */
    public static ReauthenticationRequiredException of(String did, EndReason reason, String details) {
        return new ReauthenticationRequiredException(did, details, reason, reason == EndReason.MOVED);
    }

    /** Returns the exception for an account that has moved, after its old server has consumed the refresh token. */
    static ReauthenticationRequiredException movedAndConsumed(String did, String details) {
        return new ReauthenticationRequiredException(did, details, EndReason.MOVED, false);
    }

    /**
     * Returns why the session has ended.
     *
     * @return the reason; {@link EndReason#EXPIRED} if an earlier refresh has ended the session
     */
    public EndReason reason() {
        return reason;
    }

    /**
     * Returns whether the access token may be used until it expires: the account has moved, but no token was consumed.
     */
    boolean isAccessTokenUsable() {
        return accessTokenUsable;
    }
}
