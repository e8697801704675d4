package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.OAuthException;

/** Thrown when the store has no session of an account: the user has not signed in yet, or has signed out. */
public class NoSessionException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final String did;

    NoSessionException(String did) {
        super("No session is stored for " + did + ": the user must sign in first");
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
