package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.OAuthException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a request body cannot be sent a second time, which every signed call may have to do. The body is a stream
 * that is larger than the limit or cannot be read, or its type can be read only once.
 *
 * <p>The call sent no request, or no further one if an interceptor between this library and the server repeats requests.
 */
public class UnrepeatableBodyException extends OAuthException {

    private static final long serialVersionUID = 1L;

    UnrepeatableBodyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
