package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.OAuthException;

/**
 * Thrown when a method that is to be signed is called in a way that this library doesn't see. Nothing was sent.
 *
 * <p>Where the REST client wraps what its filters throw, this is the cause of a
 * {@link jakarta.ws.rs.ProcessingException}.
 */
public class UnsignedCallException extends OAuthException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message which method, and what to do
     */
    public UnsignedCallException(String message) {
        super(message);
    }
}
