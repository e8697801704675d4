package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.OAuthException;

/**
 * Thrown when a session has ended for good and only a new login helps. The stored session is kept, with
 * {@code refreshExpiresAt} in the past; later calls throw this again without asking the server.
 */
public class ReauthenticationRequiredException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final String did;

    /**
     * Creates an exception.
     *
     * @param did the account
     * @param reason why the session has ended; no secrets
     */
    public ReauthenticationRequiredException(String did, String reason) {
        super("The session of " + did + " has ended, the account must sign in again: " + reason);
        this.did = did;
    }

    /**
     * Returns the account.
     *
     * @return its DID
     */
    public String did() {
        return did;
    }
}
