package dev.idiolect.oauth.internal.endpoint;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.internal.http.ExchangeException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the metadata of a PDS or an authorization server cannot be fetched or is invalid. Login and refresh
 * convert it to their own exceptions.
 */
public final class DiscoveryException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final boolean transientFailure;

    DiscoveryException(String message, boolean transientFailure, @Nullable Throwable cause) {
        super(message, cause);
        this.transientFailure = transientFailure;
    }

    static DiscoveryException invalidMetadata(URI source, String rule) {
        return new DiscoveryException("Invalid metadata at " + source + ": " + rule, false, null);
    }

    // A failed name lookup is transient too, because a DNS outage looks like a name that does not exist.
    static DiscoveryException noResponse(URI source, ExchangeException cause) {
        String advice = cause.isUnknownHost() ? "; try again or check the address" : "";
        return new DiscoveryException(
                "No response from " + source + ": " + cause.getMessage() + advice, !cause.isRefused(), cause);
    }

    /** Returns whether the same call may succeed later: true for network failures, timeouts, 408, 429 and 5xx. */
    @Override
    public boolean isTransient() {
        return transientFailure;
    }
}
