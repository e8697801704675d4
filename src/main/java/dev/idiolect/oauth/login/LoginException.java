package dev.idiolect.oauth.login;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.internal.endpoint.DiscoveryException;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown when a login did not end in a session. Nothing is left of it: to try again is to begin again. */
public class LoginException extends OAuthException {

    private static final long serialVersionUID = 1L;

    /** What an application may want to tell apart. */
    public enum Reason {
        /** The account's owner said no. */
        DENIED,
        /** No such login is pending: it has ended, has expired, or never began here. */
        UNKNOWN_STATE,
        /** What came back is not the answer to what was asked: perhaps somebody interfered. */
        STATE_OR_ISSUER_MISMATCH,
        /** The server refused; {@link LoginException#error()} has its word for it. */
        REFUSED,
        /** The server did what the rules don't allow. */
        PROTOCOL_ERROR,
        /** The network or the server failed; the same may work later. */
        UNAVAILABLE,
        /** The server asks to wait; {@link LoginException#retryAfter()} says how long, if the server did. */
        RATE_LIMITED,
        /** The handle, DID or app password is wrong. */
        WRONG_PASSWORD,
        /** The account has been taken down. */
        ACCOUNT_TAKEDOWN,
        /** It was the account's main password, and a code sent by e-mail is needed: use an app password. */
        AUTH_FACTOR_REQUIRED
    }

    private final Reason reason;

    private final @Nullable String error;
    private final @Nullable Duration retryAfter;

    /**
     * Creates an exception.
     *
     * @param reason why there is no session
     * @param message what failed, where, and what to do; no secrets
     * @param error the server's error code, or null
     * @param retryAfter how long the server asks to wait, or null
     * @param cause what led to it, or null
     */
    public LoginException(
            Reason reason,
            String message,
            @Nullable String error,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(message, cause);
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
                e.isTransient() || unknownHost ? Reason.UNAVAILABLE : Reason.PROTOCOL_ERROR,
                "No response from " + server + ": " + e.getMessage()
                        + (unknownHost ? "; try again or check the address" : ""),
                null,
                null,
                e);
    }

    static LoginException of(DiscoveryException e) {
        return new LoginException(
                e.isTransient() ? Reason.UNAVAILABLE : Reason.PROTOCOL_ERROR,
                String.valueOf(e.getMessage()),
                null,
                null,
                e.getCause());
    }

    /** Returns the exception for an error response. {@code server} names it, without anything that could hold a secret. */
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

    /**
     * Returns why there is no session.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Returns the server's error code.
     *
     * @return the code of RFC 6749 section 4.1.2.1 or 5.2, or of an XRPC method; empty if the server gave none
     */
    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /**
     * Returns how long the server asks to wait.
     *
     * @return the time to wait, from when the exception was created; empty if the server did not say
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * Returns whether beginning again later may work without anybody changing anything.
     *
     * @return true if the network or the server failed, or the server asked to wait
     */
    public boolean isTransient() {
        return reason == Reason.UNAVAILABLE || reason == Reason.RATE_LIMITED;
    }
}
