package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.OAuthException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a request body cannot be sent a second time, which a signed call may need for a retry. The body is a
 * stream that exceeds the limit or cannot be read, or it has a type that can be read only once.
 *
 * <p>No request was sent, unless an interceptor inside the signed call repeats requests; then only the repetition was
 * not sent.
 */
public class UnrepeatableBodyException extends OAuthException {

    private static final long serialVersionUID = 1L;

    UnrepeatableBodyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
