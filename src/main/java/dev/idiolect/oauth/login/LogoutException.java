package dev.idiolect.oauth.login;

import dev.idiolect.oauth.SessionException;
import dev.idiolect.oauth.internal.endpoint.RevocationException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a strict logout if the session could not be revoked at its server. It is still stored, and its tokens may
 * still be valid.
 */
public class LogoutException extends SessionException {

    private static final long serialVersionUID = 1L;

    private final boolean transientFailure;
    private final @Nullable Duration retryAfter;

    LogoutException(String did, RevocationException cause) {
        super(did, message(did, cause), cause);
        this.transientFailure = cause.isTransient();
        this.retryAfter = cause.retryAfter().orElse(null);
    }

    static String message(String did, RevocationException cause) {
        return "Cannot revoke the session of " + did + ": " + cause.getMessage();
    }

    /**
     * Returns whether the same call may succeed later.
     *
     * @return true for network failures, timeouts, and statuses 408, 429 and 5xx
     */
    @Override
    public boolean isTransient() {
        return transientFailure;
    }

    /**
     * Returns how long to wait before the next attempt, or empty if the server did not specify it.
     *
     * @return the time to wait, from the creation of this exception
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
