package dev.idiolect.oauth.dpop;

import dev.idiolect.oauth.OAuthException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a DPoP proof cannot be created because the key is unusable, the URL is invalid, or the crypto provider
 * fails or is missing. The message contains no part of a key.
 */
public class DpopException extends OAuthException {

    private static final long serialVersionUID = 1L;

    DpopException(String message) {
        super(message);
    }

    DpopException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
