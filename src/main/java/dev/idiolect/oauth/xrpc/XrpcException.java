package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.OAuthException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown when a server answered an XRPC request with an error, after the tries that a signed call makes by itself. */
public class XrpcException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final String serverMessage;
    private final @Nullable RateLimit rateLimit;
    private final @Nullable Duration retryAfter;

    /**
     * Creates an exception for an answer that says nothing of rate limits.
     *
     * @param status the HTTP status
     * @param error the error's name, or the empty string
     * @param message what the server says, or the empty string; no secrets
     */
    public XrpcException(int status, String error, String message) {
        this(status, error, message, null, null);
    }

    /**
     * Creates an exception.
     *
     * @param status the HTTP status
     * @param error the error's name, or the empty string
     * @param message what the server says, or the empty string; no secrets
     * @param rateLimit what the server says of its rate limit, or null
     * @param retryAfter how long the server asks to wait, or null
     */
    public XrpcException(
            int status, String error, String message, @Nullable RateLimit rateLimit, @Nullable Duration retryAfter) {
        super("The server answered " + status + (error.isEmpty() ? "" : " " + error)
                + (message.isEmpty() ? "" : ": " + message));
        this.status = status;
        this.error = error;
        serverMessage = message;
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
     * Returns the error's name.
     *
     * @return such as {@code InvalidSwap}; the empty string if the answer has none
     */
    public String error() {
        return error;
    }

    /**
     * Returns what the server says.
     *
     * @return at most some hundred printable characters; the empty string if the answer has none
     */
    public String serverMessage() {
        return serverMessage;
    }

    /**
     * Returns what the server says of its rate limit.
     *
     * @return the limit; empty if the server says nothing
     */
    public Optional<RateLimit> rateLimit() {
        return Optional.ofNullable(rateLimit);
    }

    /**
     * Returns how long the server asks to wait.
     *
     * @return the value of {@code Retry-After}; empty if the server gave none
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
