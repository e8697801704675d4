package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.internal.http.SafeText;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a handle or DID cannot be resolved to an account: it is invalid or unknown, a lookup failed, or the
 * handle and the DID document disagree.
 */
public class IdentityException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final String subject;
    private final boolean transientFailure;
    private final @Nullable Duration retryAfter;

    IdentityException(String message, String subject, boolean transientFailure, @Nullable Throwable cause) {
        this(message, subject, transientFailure, null, cause);
    }

    IdentityException(
            String message,
            String subject,
            boolean transientFailure,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
        this.subject = subject;
        this.transientFailure = transientFailure;
    }

    static IdentityException permanent(String subject, String message) {
        return new IdentityException(message, SafeText.text(subject), false, null);
    }

    /**
     * Returns the handle or DID that could not be resolved.
     *
     * @return the handle or DID in printable ASCII; it may be user input
     */
    public String subject() {
        return subject;
    }

    /**
     * Returns whether the same call may succeed later.
     *
     * @return true for network failures, timeouts, 408, 429 and 5xx, and for a response that cannot be the server's
     *     own, such as the page of a proxy
     */
    @Override
    public boolean isTransient() {
        return transientFailure;
    }

    /**
     * Returns how long the server asks clients to wait, or empty if it does not say. Lookups send it no request until
     * then, for at most one hour.
     *
     * @return the time from {@code Retry-After} or {@code RateLimit-Reset}
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
