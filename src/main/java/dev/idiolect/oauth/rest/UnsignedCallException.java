package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.OAuthException;

/**
 * Thrown when a call cannot be signed because its client is neither injected nor wrapped, or because its annotations
 * contradict each other. No request was sent.
 *
 * <p>Some REST clients wrap exceptions of their filters. Then this exception is the cause of a
 * {@link jakarta.ws.rs.ProcessingException}.
 */
public class UnsignedCallException extends OAuthException {

    private static final long serialVersionUID = 1L;

    UnsignedCallException(String message) {
        super(message);
    }
}
