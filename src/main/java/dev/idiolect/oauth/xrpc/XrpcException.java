package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.OAuthException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a server returns an error (a status of 400 or above) for an XRPC request, after the retries of a signed
 * call; and when it returns a redirect, which is not followed, or a success that is not XRPC, such as the HTML page of
 * a proxy.
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

    private final boolean isTransient;

    private XrpcException(
            String message,
            int status,
            @Nullable String error,
            @Nullable String serverMessage,
            @Nullable RateLimit rateLimit,
            @Nullable Duration retryAfter,
            boolean isTransient) {
        super(message);
        this.status = status;
        this.error = error;
        this.serverMessage = serverMessage;
        this.rateLimit = rateLimit;
        this.retryAfter = retryAfter;
        this.isTransient = isTransient;
    }

    /** Returns the exception for an error that the server itself reports. The texts must contain no secret. */
    static XrpcException of(
            int status,
            @Nullable String error,
            @Nullable String serverMessage,
            @Nullable RateLimit rateLimit,
            @Nullable Duration retryAfter) {
        String message = "The server returned " + status + (error == null ? "" : " " + error)
                + (serverMessage == null ? "" : ": " + serverMessage);
        return new XrpcException(message, status, error, serverMessage, rateLimit, retryAfter, isTransient(status));
    }

    /** Returns the exception for a redirect. The target is null if it is unknown. */
    static XrpcException redirect(int status, @Nullable String target) {
        String message = "The server returned " + status + ", a redirect "
                + (target == null ? "without a valid Location" : "to " + target)
                + "; redirects of XRPC calls are not followed";
        return new XrpcException(message, status, null, null, null, null, false);
    }

    /** Returns the exception for a response that is not from the XRPC server. */
    static XrpcException notXrpc(int status, String what) {
        return notXrpc(status, what, null, null);
    }

    static XrpcException notXrpc(
            int status, String what, @Nullable RateLimit rateLimit, @Nullable Duration retryAfter) {
        String message = "The server returned " + status + " " + what + "; a proxy in front of it may have sent this";
        // A proxy refuses the same large body again.
        return new XrpcException(message, status, null, null, rateLimit, retryAfter, status != 413);
    }

    private static boolean isTransient(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    /**
     * Returns the HTTP status.
     *
     * @return 400 or above for an error; 300 to 399 for a redirect; 200 to 299 for a response that is not XRPC
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
     * @return true for status 408, 429 and 500 or above, and for responses that are not XRPC, such as the HTML page of
     *     a proxy or CDN, unless the status is 413
     */
    @Override
    public boolean isTransient() {
        return isTransient;
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
     * @return the time by {@code Retry-After} or, with status 429, by {@code RateLimit-Reset}; never negative; empty if
     *     the response has neither
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
