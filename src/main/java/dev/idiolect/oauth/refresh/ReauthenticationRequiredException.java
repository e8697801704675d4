package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.SessionException;

/**
 * Thrown when a session has ended: the user must sign in again. The session stays in the store, with its
 * {@code refreshExpiresAt} in the past, and later calls throw this exception without sending a request.
 */
public class ReauthenticationRequiredException extends SessionException {

    private static final long serialVersionUID = 1L;

    private ReauthenticationRequiredException(String did, String message) {
        super(did, message);
    }

    /**
     * Returns an exception. For implementations of {@link Refresher}.
     *
     * @param did the account
     * @param reason why the session has ended, such as the server's error code; no secrets
     * @return the exception
     */
    public static ReauthenticationRequiredException of(String did, String reason) {
        return new ReauthenticationRequiredException(
                did, "Session of " + did + " has ended (" + reason + "): the user must sign in again");
    }
}
