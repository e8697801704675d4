package dev.idiolect.oauth;

import org.jspecify.annotations.Nullable;

/**
 * Superclass of this library's exceptions. All are unchecked.
 *
 * <p>The library also throws standard exceptions for illegal arguments, and Jakarta REST's {@code ProcessingException}
 * for invalid responses.
 *
 * <p>A message names the failed operation, the object or value at fault, and the fix. It never contains a token, a key
 * or a password.
 */
public class OAuthException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception without a cause.
     *
     * @param message what failed, on what, and how to fix it; no secrets
     */
    protected OAuthException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message what failed, on what, and how to fix it; no secrets
     * @param cause the cause, or null
     */
    protected OAuthException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Returns whether the same call may succeed later without any change.
     *
     * @return true for failures such as a network outage, a timeout, an overloaded server or a busy store; false by
     *     default
     */
    public boolean isTransient() {
        return false;
    }
}
