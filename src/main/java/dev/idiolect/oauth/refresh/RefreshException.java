package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.internal.http.ExchangeException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a refresh gave its caller no session. The stored session has not ended by it; a refresh that was only too
 * slow for the caller goes on, and its outcome is stored.
 */
public class RefreshException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final String did;
    private final boolean transientFailure;
    private final @Nullable String error;
    private final @Nullable Duration retryAfter;

    private RefreshException(
            String did,
            String message,
            boolean transientFailure,
            @Nullable String error,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(message, cause);
        this.did = did;
        this.transientFailure = transientFailure;
        this.error = error;
        this.retryAfter = retryAfter;
    }

    /**
     * Returns an exception for what may work later: the network, an overloaded or failing server, a store that is busy.
     *
     * @param did the account
     * @param what what failed, as the rest of the sentence "The session of DID could not be refreshed: ..."
     * @param retryAfter how long to wait before the next try, or null if nobody says
     * @param cause what led to it, or null
     * @return the exception
     */
    public static RefreshException transientFailure(
            String did, String what, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        return new RefreshException(did, message(did, what), true, null, retryAfter, cause);
    }

    /**
     * Returns an exception for what needs somebody to change something: a refused client, a server that breaks the rules.
     *
     * @param did the account
     * @param what what failed, as the rest of the sentence "The session of DID could not be refreshed: ..."
     * @param error the server's error code (RFC 6749 section 5.2), or null
     * @return the exception
     */
    public static RefreshException permanentFailure(String did, String what, @Nullable String error) {
        return permanentFailure(did, what, error, null);
    }

    /**
     * Returns an exception for what needs somebody to change something, with a cause.
     *
     * @param did the account
     * @param what what failed, as the rest of the sentence "The session of DID could not be refreshed: ..."
     * @param error the server's error code (RFC 6749 section 5.2), or null
     * @param cause what led to it, or null
     * @return the exception
     */
    public static RefreshException permanentFailure(
            String did, String what, @Nullable String error, @Nullable Throwable cause) {
        return new RefreshException(did, message(did, what), false, error, null, cause);
    }

    static RefreshException noResponse(String did, String what, ExchangeException cause) {
        return new RefreshException(did, message(did, what), !cause.isRefused(), null, null, cause);
    }

    private static String message(String did, String what) {
        return "The session of " + did + " could not be refreshed: " + what;
    }

    /**
     * Returns the account.
     *
     * @return its DID
     */
    public String did() {
        return did;
    }

    /**
     * Returns whether the same call may work later without anybody changing anything.
     *
     * @return true for the network, a 408, 429 or 5xx, an unreadable answer, a time limit, an interrupt, a lock that could not
     *     be had, and another process that was faster
     */
    public boolean isTransient() {
        return transientFailure;
    }

    /**
     * Returns the server's error code.
     *
     * @return the code of RFC 6749 section 5.2; empty if the server gave none
     */
    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /**
     * Returns how long to wait before the next try.
     *
     * @return what the server asked for by {@code Retry-After}, or what is left of the pause after an earlier failure; empty
     *     if neither is known
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
