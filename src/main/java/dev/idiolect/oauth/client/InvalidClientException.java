package dev.idiolect.oauth.client;

import dev.idiolect.oauth.OAuthException;

/** Thrown when an OAuth client is described otherwise than authorization servers accept. Somebody must change the description. */
public class InvalidClientException extends OAuthException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message which rule is broken, by what
     */
    public InvalidClientException(String message) {
        super(message);
    }
}
