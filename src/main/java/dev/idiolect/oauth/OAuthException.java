package dev.idiolect.oauth;

import org.jspecify.annotations.Nullable;

/**
 * Root of the exceptions of this library; unchecked. Beside them it throws Java's own for arguments that no caller should
 * pass, and Jakarta REST's for answers that are none.
 *
 * <p>The message says what failed, on what, and what to do about it. It never holds a token, a key or a password.
 */
public class OAuthException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception without a cause.
     *
     * @param message what failed, on what, and what to do; no secrets
     */
    public OAuthException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message what failed, on what, and what to do; no secrets
     * @param cause what led to it, or null
     */
    public OAuthException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
