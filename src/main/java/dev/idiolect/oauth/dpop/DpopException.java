package dev.idiolect.oauth.dpop;

import dev.idiolect.oauth.OAuthException;
import org.jspecify.annotations.Nullable;

/** Thrown when a proof can't be made: an unusable key, an unusable URL, or a crypto provider that fails. */
public class DpopException extends OAuthException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception without a cause.
     *
     * @param message what failed and what to do; no part of a key
     */
    public DpopException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message what failed and what to do; no part of a key
     * @param cause what led to it, or null
     */
    public DpopException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
