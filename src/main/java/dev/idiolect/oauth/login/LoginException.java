package dev.idiolect.oauth.login;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.internal.endpoint.DiscoveryException;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown when a login fails. Start a new one, unless {@link #isLoginPending()}. */
public class LoginException extends OAuthException {

    private static final long serialVersionUID = 1L;

    static final String ACCESS_DENIED = "access_denied";

    /** The reasons for failed logins. Later versions may add constants. */
    public enum Reason {
        /** The user denied the authorization. */
        DENIED,
        /** No login with this state is pending: it was completed, has expired, or was not started here. */
        UNKNOWN_STATE,
        /** The callback or the tokens do not belong to this login. This can be an attack. */
        STATE_OR_ISSUER_MISMATCH,
        /** The server refused the request; {@link LoginException#error()} is its error code. */
        REFUSED,
        /** The server violated the protocol. */
        PROTOCOL_ERROR,
        /** The server does not support OAuth. */
        NO_OAUTH,
        /**
         * A network or server failure, or the server cannot fetch the client's metadata, or a proxy responds in the
         * server's place. A later login may succeed.
         */
        UNAVAILABLE,
        /** The server limits the rate of requests; {@link LoginException#retryAfter()} is the time to wait. */
        RATE_LIMITED,
        /** The handle, DID or app password is wrong. */
        WRONG_PASSWORD,
        /** The account has been taken down or suspended. */
        ACCOUNT_TAKEDOWN,
        /** The account is deactivated. */
        ACCOUNT_DEACTIVATED,
        /** The password is the account's main password and needs a code sent by e-mail: use an app password. */
        AUTH_FACTOR_REQUIRED
    }

    private final Reason reason;
    private final @Nullable String error;
    private final @Nullable Duration retryAfter;
    private final boolean loginPending;

    LoginException(
            Reason reason,
            String message,
            @Nullable String error,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        this(reason, message, error, retryAfter, cause, false);
    }

    private LoginException(
            Reason reason,
            String message,
            @Nullable String error,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause,
            boolean loginPending) {
        super(message, cause);
        this.loginPending = loginPending;
        this.reason = reason;
        this.error = error;
        this.retryAfter = retryAfter;
    }

    static LoginException of(Reason reason, String message) {
        return new LoginException(reason, message, null, null, null);
    }

    static LoginException noResponse(String server, ExchangeException e) {
        boolean unknownHost = e.isUnknownHost();
        return new LoginException(
                e.isRateLimited()
                        ? Reason.RATE_LIMITED
                        : e.isTransient() || unknownHost ? Reason.UNAVAILABLE : Reason.PROTOCOL_ERROR,
                "No response from " + server + ": " + e.getMessage()
                        + (unknownHost ? "; try again or check the address" : ""),
                null,
                e.retryAfter().orElse(null),
                e);
    }

    /** Returns the exception for a success without an access token, such as the response of a captive portal. */
    static LoginException withoutAccessToken(String server) {
        return of(Reason.UNAVAILABLE, server + " responded, but its response has no usable access token: try again");
    }

    /**
     * Returns the exception for a success without a request URI. Without the lifetime that RFC 9126 section 2.2 also requires,
     * it may come from a captive portal.
     */
    static LoginException withoutRequestUri(String server, HttpResponse response) {
        Map<String, Object> json = response.json();
        return json != null && json.containsKey("expires_in")
                ? of(Reason.PROTOCOL_ERROR, "Invalid response from " + server + ": request_uri is missing")
                : of(
                        Reason.UNAVAILABLE,
                        server + " responded, but without request_uri; a proxy may have responded for it: try again");
    }

    static LoginException of(DiscoveryException e) {
        Reason reason = e.isRateLimited()
                ? Reason.RATE_LIMITED
                : e.isTransient() ? Reason.UNAVAILABLE : e.isNotFound() ? Reason.NO_OAUTH : Reason.PROTOCOL_ERROR;
        return of(reason, e);
    }

    static LoginException of(Reason reason, DiscoveryException e) {
        return new LoginException(
                reason, String.valueOf(e.getMessage()), null, e.retryAfter().orElse(null), e.getCause());
    }

    /**
     * Returns the exception for an error response. The message begins with {@code server}, which must not contain
     * secrets.
     */
    static LoginException refused(String server, HttpResponse response, Clock clock) {
        Reason reason = response.status() == 429
                ? Reason.RATE_LIMITED
                : response.isTransient() ? Reason.UNAVAILABLE : Reason.REFUSED;
        return refused(reason, server, response, clock);
    }

    static LoginException refused(Reason reason, String server, HttpResponse response, Clock clock) {
        Duration wait = response.retryAfter(clock.instant()).orElse(null);
        String hint = wait == null ? "" : "; retry in " + wait.toSeconds() + " s";
        return new LoginException(
                reason, server + " returned " + response.summary() + hint, response.errorCode(), wait, null);
    }

    /** Returns this exception; if it is transient, one that reports the login as still pending. */
    LoginException pendingIfTransient() {
        if (!isTransient()) {
            return this;
        }
        return new LoginException(reason, String.valueOf(getMessage()), error, retryAfter, getCause(), true);
    }

    /**
     * Returns whether the login is still pending after a transient failure of {@link LoginFlow#complete}: the same call
     * with the same parameters may succeed later. False for a login that could not begin.
     *
     * @return whether the login can be completed
     */
    public boolean isLoginPending() {
        return loginPending;
    }

    /**
     * Returns why the login failed.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Returns the server's error code, or empty if there is none.
     *
     * @return the code of RFC 6749 section 4.1.2.1 or 5.2, or of an XRPC method
     */
    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /**
     * Returns how long to wait before the next login, or empty if the server did not specify it.
     *
     * @return the time to wait, from the creation of this exception
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * Returns whether the same login may succeed later.
     *
     * @return true for {@link Reason#UNAVAILABLE} and {@link Reason#RATE_LIMITED}
     */
    @Override
    public boolean isTransient() {
        return reason == Reason.UNAVAILABLE || reason == Reason.RATE_LIMITED;
    }
}
