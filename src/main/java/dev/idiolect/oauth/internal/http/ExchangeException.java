package dev.idiolect.oauth.internal.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a request was not sent or got no complete response. The message contains no part of the request or
 * response.
 */
public final class ExchangeException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean transientFailure;
    private final boolean refused;
    private final @Nullable Duration retryAfter;
    private boolean unsent;

    ExchangeException(String message, boolean transientFailure, @Nullable Throwable cause) {
        this(message, transientFailure, false, null, cause);
    }

    private ExchangeException(
            String message,
            boolean transientFailure,
            boolean refused,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(message, cause);
        this.transientFailure = transientFailure;
        this.refused = refused;
        this.retryAfter = retryAfter;
    }

    static ExchangeException refused(String rule) {
        return new ExchangeException("request not sent: " + rule, false, true, null, null);
    }

    /** @param wait the remaining time of the limit */
    static ExchangeException rateLimited(Duration wait) {
        long seconds = wait.plusMillis(999).toSeconds();
        return new ExchangeException(
                "request not sent: the server limits the rate of requests for another " + seconds + " s",
                true,
                false,
                wait,
                null);
    }

    static ExchangeException permanentFailure(String message) {
        return new ExchangeException(message, false, null);
    }

    public static ExchangeException transientFailure(String message) {
        return new ExchangeException(message, true, null);
    }

    /** Sets that no request was sent. */
    ExchangeException unsent() {
        unsent = true;
        return this;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /**
     * Returns whether the same request may succeed later: true for network failures, timeouts and too many requests.
     */
    public boolean isTransient() {
        return transientFailure;
    }

    /**
     * Returns whether the host name could not be resolved. The name may not exist, or DNS may be down; the two look
     * alike.
     */
    public boolean isUnknownHost() {
        return getCause() instanceof UnknownHostException;
    }

    /** Returns whether the host has no address, or accepts no connection. No request was sent. */
    public boolean isUnreachable() {
        return isUnknownHost()
                || getCause() instanceof ConnectException
                || getCause() instanceof NoRouteToHostException;
    }

    /** Returns whether the URL itself was refused, before its host was resolved. No request was sent. */
    public boolean isRefused() {
        return refused;
    }

    /** Returns whether no request was sent because the server limits their rate. */
    public boolean isRateLimited() {
        return retryAfter != null;
    }

    /** Returns whether it is certain that no request was sent. */
    public boolean isUnsent() {
        return unsent || refused || isRateLimited() || isUnreachable();
    }

    /** Returns the remaining time of the server's rate limit, if that is why no request was sent. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
