package dev.idiolect.oauth.session;

import dev.idiolect.oauth.OAuthException;

/** Thrown when a string that should be a DID is not one. */
public class InvalidDidException extends OAuthException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception that says why the string is no DID.
     *
     * @param message what is wrong with it
     */
    public InvalidDidException(String message) {
        super(message);
    }
}
