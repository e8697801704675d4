package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.SessionException;
import dev.idiolect.oauth.internal.endpoint.RevocationException;
import dev.idiolect.oauth.internal.http.ExchangeException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a refresh failed. The stored session has not ended. If the caller's wait timed out or was interrupted,
 * the refresh continues and its result is stored.
 */
public class RefreshException extends SessionException {

    private static final long serialVersionUID = 1L;

    private final boolean transientFailure;
    private final @Nullable String error;
    private final @Nullable Duration retryAfter;
    private final boolean countsTowardsEnd;
    private boolean tokenUnused;
    private boolean fromTokenEndpoint;
    private boolean outcomeUnknown;

    private RefreshException(
            String did,
            String detail,
            boolean transientFailure,
            @Nullable String error,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        this(did, detail, transientFailure, error, retryAfter, cause, false);
    }

    private RefreshException(
            String did,
            String detail,
            boolean transientFailure,
            @Nullable String error,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause,
            boolean countsTowardsEnd) {
        super(did, prefix(did) + detail, cause);
        this.countsTowardsEnd = countsTowardsEnd;
        this.transientFailure = transientFailure;
        this.error = error;
        this.retryAfter = retryAfter;
    }

    /**
     * Returns an exception for a transient failure, such as a network failure or an overloaded server. For
     * implementations of {@link Refresher}.
     *
     * @param did the account
     * @param detail what failed; completes the sentence "Cannot refresh DID: ..."; no secrets
     * @param retryAfter how long to wait before the next attempt, or null if that is unknown
     * @param cause the cause, or null
     * @return the exception
     */
    public static RefreshException transientFailure(
            String did, String detail, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        return new RefreshException(did, detail, true, null, retryAfter, cause);
    }

    /**
     * Returns an exception for a failure that persists until an operator fixes it, such as a rejected client. For
     * implementations of {@link Refresher}.
     *
     * @param did the account
     * @param detail what failed; completes the sentence "Cannot refresh DID: ..."; no secrets
     * @param error the server's error code (RFC 6749 section 5.2), or null
     * @return the exception
     */
    public static RefreshException permanentFailure(String did, String detail, @Nullable String error) {
        return permanentFailure(did, detail, error, null);
    }

    /**
     * Returns an exception with a cause for a failure that persists until an operator fixes it. For implementations of
     * {@link Refresher}.
     *
     * @param did the account
     * @param detail what failed; completes the sentence "Cannot refresh DID: ..."; no secrets
     * @param error the server's error code (RFC 6749 section 5.2), or null
     * @param cause the cause, or null
     * @return the exception
     */
    public static RefreshException permanentFailure(
            String did, String detail, @Nullable String error, @Nullable Throwable cause) {
        return new RefreshException(did, detail, false, error, null, cause);
    }

    /** Returns a permanent failure that counts towards the end of the session; see {@link RefusalCount}. */
    static RefreshException sessionRefused(String did, String detail, @Nullable String error) {
        return new RefreshException(did, detail, false, error, null, null, true);
    }

    /**
     * Returns a transient failure that counts towards the end of the session. The server or a proxy in its place
     * responded with success but no access token, so the refresh token may be consumed.
     */
    static RefreshException withoutAccessToken(String did, String server) {
        return new RefreshException(
                did, server + " returned 200 without a usable access token", true, null, null, null, true);
    }

    /**
     * Returns a transient failure that counts towards the end of the session. The server responded with success and an
     * oversized member, so it is broken or hostile.
     */
    static RefreshException oversized(String did, String server, String rule) {
        return new RefreshException(did, server + " sent an invalid response: " + rule, true, null, null, null, true);
    }

    /**
     * Returns the failure of {@link Refresher#revoke}. Omits the cause, whose message can contain a token.
     */
    static RefreshException notRevoked(String did, String detail, RevocationException cause) {
        return new RefreshException(
                did,
                "its tokens could not be revoked: " + detail,
                cause.isTransient(),
                null,
                cause.retryAfter().orElse(null),
                null);
    }

    /**
     * Sets whether the refresh token is certainly unused, which means that the server has not consumed it. The default is
     * false. Implementations of {@link Refresher} call this method.
     *
     * <p>If the token is unused, any host can refresh the session again at once. Otherwise {@code JdbcOAuthTokenStore}
     * permits no refresh for ten minutes.
     *
     * @param unused true only if the request was certainly not sent, or if the server rejected it without processing
     *     the token, as with {@code use_dpop_nonce} or {@code invalid_client}. Pass false after a timeout, an
     *     interrupted connection or a status of 500: the server may have consumed the token
     * @return this exception
     */
    public RefreshException withTokenUnusedIf(boolean unused) {
        tokenUnused = unused;
        return this;
    }

    /**
     * Returns whether the refresh token is certainly unused.
     *
     * @return false if the server may have consumed it
     */
    public boolean isTokenUnused() {
        return tokenUnused;
    }

    /** Marks a failure of the server that gets the refresh token, as opposed to the lookups before. */
    RefreshException atTokenEndpoint() {
        fromTokenEndpoint = true;
        return this;
    }

    /** Returns whether the server that gets the refresh token failed or limits requests. */
    boolean isFromTokenEndpoint() {
        return fromTokenEndpoint;
    }

    /** Marks a failure after which the server may have consumed the refresh token. */
    void markOutcomeUnknown() {
        outcomeUnknown = true;
    }

    /** Returns whether the server may have consumed the refresh token. */
    boolean isOutcomeUnknown() {
        return outcomeUnknown;
    }

    /** Returns the message without "Cannot refresh DID". */
    String detail() {
        return String.valueOf(getMessage()).substring(prefix(did()).length());
    }

    private static String prefix(String did) {
        return "Cannot refresh " + did + ": ";
    }

    boolean countsTowardsEnd() {
        return countsTowardsEnd;
    }

    static RefreshException noResponse(String did, String detail, ExchangeException cause) {
        return new RefreshException(
                        did,
                        detail,
                        !cause.isRefused(),
                        null,
                        cause.retryAfter().orElse(null),
                        cause)
                .withTokenUnusedIf(cause.isUnsent())
                .atTokenEndpoint();
    }

    /**
     * Returns whether the same call may succeed later.
     *
     * @return true for network failures, timeouts, interrupts, statuses 408, 429 and 5xx, unreadable responses, token
     *     responses without an access token, responses of a proxy in front of the server, client metadata that the
     *     server cannot fetch, a lock that could not be acquired, and a concurrent refresh by another process
     */
    @Override
    public boolean isTransient() {
        return transientFailure;
    }

    /**
     * Returns the server's error code (RFC 6749 section 5.2), or empty if there is none.
     *
     * @return the code
     */
    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /**
     * Returns how long to wait before the next attempt, or empty if that is unknown.
     *
     * @return the time in the server's {@code Retry-After} or {@code RateLimit-Reset}, or the rest of the delay after
     *     an earlier failure
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
