package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.OAuthException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a request body could not be sent a second time, which a signed call must be able to do: a stream that is
 * larger than the limit, that can't be read, or a type that is read as it is sent. Nothing was sent by the call, or, if
 * something inside it repeats requests, nothing more.
 */
public class UnrepeatableBodyException extends OAuthException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message which body, and what to pass in its place
     * @param cause what led to it, or null
     */
    public UnrepeatableBodyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
