package dev.idiolect.oauth.login;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.http.ExchangeException;
import java.time.Instant;
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
        NOT_PENDING,
        /** What came back is not the answer to what was asked: perhaps somebody interfered. */
        MISMATCH,
        /** The server refused; {@link LoginException#error()} has its word for it. */
        REFUSED,
        /** The server did what the rules don't allow. */
        BROKEN_RULE,
        /** The network or the server failed; the same may work later. */
        UNAVAILABLE,
        /** The server asks to wait; {@link LoginException#retryAt()} says until when, if it did. */
        RATE_LIMITED,
        /** The handle, DID or app password is wrong. */
        WRONG_PASSWORD,
        /** The account has been taken down. */
        TAKEN_DOWN,
        /** It was the account's main password, and a code sent by e-mail is needed: use an app password. */
        AUTH_FACTOR_REQUIRED
    }

    private final Reason reason;

    private final @Nullable String error;
    private final @Nullable Instant retryAt;

    /**
     * Creates an exception.
     *
     * @param reason why there is no session
     * @param message what failed, where, and what to do; no secrets
     * @param error the server's error code, or null
     * @param retryAt when the server takes requests again, or null
     * @param cause what led to it, or null
     */
    public LoginException(
            Reason reason,
            String message,
            @Nullable String error,
            @Nullable Instant retryAt,
            @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.error = error;
        this.retryAt = retryAt;
    }

    static LoginException of(Reason reason, String message) {
        return new LoginException(reason, message, null, null, null);
    }

    /** No answer from a server. */
    static LoginException unanswered(String whom, ExchangeException e) {
        return new LoginException(
                e.isTransient() ? Reason.UNAVAILABLE : Reason.BROKEN_RULE,
                "No answer from " + whom + ": " + e.getMessage(),
                null,
                null,
                e);
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
     * Returns when the server takes requests again.
     *
     * @return the time; empty if the server did not say
     */
    public Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
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
