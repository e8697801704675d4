package dev.idiolect.oauth.internal.endpoint;

import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown when a server cannot be reached to revoke tokens, or refuses. Callers convert or log it. */
public final class RevocationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean transientFailure;
    private final @Nullable Duration retryAfter;

    public RevocationException(
            String detail, boolean transientFailure, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(detail, cause);
        this.transientFailure = transientFailure;
        this.retryAfter = retryAfter;
    }

    public RevocationException(String detail, boolean transientFailure, @Nullable Throwable cause) {
        this(detail, transientFailure, null, cause);
    }

    public static RevocationException noResponse(String detail, ExchangeException e) {
        return new RevocationException(detail + ": " + e.getMessage(), e.isTransient() || e.isUnknownHost(), e);
    }

    public static RevocationException refused(String server, HttpResponse response, Clock clock) {
        return new RevocationException(
                server + " returned " + response.summary(),
                response.isTransient(),
                response.retryAfter(clock.instant()).orElse(null),
                null);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public boolean isTransient() {
        return transientFailure;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
