package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.OAuthException;
import org.jspecify.annotations.Nullable;

/** Thrown when a PDS or an authorization server does not say where its endpoints are, or breaks the rules in saying so. */
public class DiscoveryException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final boolean transientFailure;

    /**
     * Creates an exception.
     *
     * @param message what failed, on which address, and what to do
     * @param transientFailure whether the same call may work later
     * @param cause what led to it, or null
     */
    public DiscoveryException(String message, boolean transientFailure, @Nullable Throwable cause) {
        super(message, cause);
        this.transientFailure = transientFailure;
    }

    /**
     * Returns whether the same call may work later without anybody changing anything.
     *
     * @return true for the network, a 408, 429 or 5xx, and a time limit
     */
    public boolean isTransient() {
        return transientFailure;
    }
}
