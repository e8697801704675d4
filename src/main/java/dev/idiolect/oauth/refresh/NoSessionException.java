package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.OAuthException;

/** Thrown when the store holds no session of an account: it has never signed in here, or has signed out. */
public class NoSessionException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final String did;

    /**
     * Creates an exception.
     *
     * @param did the account
     */
    public NoSessionException(String did) {
        super("No session is stored for " + did + ": the account must sign in first");
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
