package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.OAuthException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a server returns an error (a status of 400 or above) for an XRPC request, after the retries of a signed call.
 *
 * @see <a href="https://atproto.com/specs/xrpc#error-responses">AT Protocol: XRPC error responses</a>
 */
public class XrpcException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String error;
    private final @Nullable String serverMessage;
    private final @Nullable RateLimit rateLimit;
    private final @Nullable Duration retryAfter;

    /** The texts must contain no secret. */
    XrpcException(
            int status,
            @Nullable String error,
            @Nullable String serverMessage,
            @Nullable RateLimit rateLimit,
            @Nullable Duration retryAfter) {
        super("The server returned " + status + (error == null ? "" : " " + error)
                + (serverMessage == null ? "" : ": " + serverMessage));
        this.status = status;
        this.error = error;
        this.serverMessage = serverMessage;
        this.rateLimit = rateLimit;
        this.retryAfter = retryAfter;
    }

    /**
     * Returns the HTTP status.
     *
     * @return 400 or above
     */
    public int status() {
        return status;
    }

    /**
     * Returns the error code of the response.
     *
     * @return a code such as {@code InvalidSwap}; empty if the response has none
     */
    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /**
     * Returns the message of the response, without credentials that it repeats.
     *
     * @return at most 300 printable characters; empty if the response has none
     */
    public Optional<String> serverMessage() {
        return Optional.ofNullable(serverMessage);
    }

    /**
     * Returns whether the same request may succeed later.
     *
     * @return true for status 408, 429 and 500 or above
     */
    @Override
    public boolean isTransient() {
        return status == 408 || status == 429 || status >= 500;
    }

    /**
     * Returns the rate limit that the server reports.
     *
     * @return the limit; empty if the response has no {@code RateLimit-*} header
     */
    public Optional<RateLimit> rateLimit() {
        return Optional.ofNullable(rateLimit);
    }

    /**
     * Returns how long to wait before the next request.
     *
     * @return the time by {@code Retry-After} or, with status 429, by {@code RateLimit-Reset}; never negative; empty if the
     *     response has neither
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
