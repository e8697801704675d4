package dev.idiolect.oauth.store;

import dev.idiolect.oauth.OAuthException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a store can't read or write what it was asked to; the message names the file or row and the reason.
 *
 * <p>It never means "no such session": that is an empty result.
 */
public class StoreException extends OAuthException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception without a cause.
     *
     * @param message what failed, on which file or row, and what to do; no secrets
     */
    public StoreException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message what failed, on which file or row, and what to do; no secrets
     * @param cause what led to it, or null
     */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
