package dev.idiolect.oauth.web;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.login.LoginException;
import dev.idiolect.oauth.login.LogoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes why a user could not be signed in or out. Passed to {@link LoginResource#failed}.
 *
 * @param kind the reason; its text can be shown to the user
 * @param cause the exception that caused the failure, or null. Its message is for logs; do not show it to the user
 * @param handle the handle that the user entered, for filling in the form again; null if there was none, as in a
 *     callback, or if it was too long. Unchecked user input: escape it before logging it
 * @param returnTo the path of this site to redirect to after the sign-in or sign-out, or null if it is unknown
 */
public record LoginFailure(
        Kind kind,
        @Nullable OAuthException cause,
        @Nullable String handle,
        @Nullable String returnTo) {

    // RFC 6749 sections 4.1.2.1 and 5.2, RFC 7591 section 3.2.2, RFC 9449: the request or the client is at fault.
    private static final Set<String> CLIENT_ERRORS = Set.of(
            "invalid_client",
            "invalid_client_metadata",
            "invalid_redirect_uri",
            "invalid_request",
            "invalid_request_object",
            "invalid_scope",
            "invalid_dpop_proof",
            "unauthorized_client",
            "unsupported_grant_type",
            "unsupported_response_type");

    /** Kinds of failures, with HTTP status, error code and text for the user. Later versions may add constants. */
    public enum Kind {
        /** The form was sent without a handle. */
        HANDLE_MISSING(400, "Enter your handle, such as alice.bsky.social."),
        /** The entered text is no handle, DID or server address, such as an e-mail address or a display name. */
        INVALID_HANDLE(
                400,
                "This is not a handle. A handle looks like alice.bsky.social; an e-mail address or a name without a"
                        + " domain does not work."),
        /** No account was found for the entered handle, DID or URL. */
        NO_ACCOUNT(400, "No account found. Check the spelling of your handle."),
        /** The {@code return-to} field is not a path of this site. */
        INVALID_RETURN_TO(400, "The page to return to is not on this site."),
        /** The form was sent by a page of another site. */
        CROSS_SITE(403, "This request did not come from a page of this site. Start again here."),
        /** The login has expired, is already completed, or was started in another browser. */
        EXPIRED(400, "This sign-in has expired or was started in another browser. Start again."),
        /** The user denied the authorization request. */
        DENIED(403, "You did not allow the sign-in."),
        /** The account's server does not support OAuth. */
        NO_OAUTH(400, "This server does not support sign-in with OAuth. Check the address, or use another account."),
        /** The application, its client or its metadata is at fault: the server does not accept it. */
        MISCONFIGURED(
                500,
                "This application is not set up correctly, so you cannot sign in. Only the people who run this site can"
                        + " fix that."),
        /** The authorization server refused the login. */
        REFUSED(502, "Your account's server refused the sign-in. Try again later."),
        /** A server's response violates the protocol and cannot be trusted. */
        PROTOCOL_ERROR(502, "Your account's server sent an invalid response. You are not signed in."),
        /** A server does not respond, or a proxy responds for it. */
        UNREACHABLE(503, "Your account's server is not responding. Try again later."),
        /** A server limits the rate of requests. */
        RATE_LIMITED(503, "Your account's server accepts no more sign-ins at the moment. Try again in a few minutes."),
        /** Too many logins were started or are in progress. */
        TOO_MANY(429, "Too many sign-ins were started. Try again in a few minutes."),
        /** A strict logout could not revoke the session at its server, so the session is kept. */
        NOT_SIGNED_OUT(
                502, "Your account's server could not end your session. You are still signed in. Try again later."),
        /** This application, its configuration or its store has failed. */
        INTERNAL_ERROR(503, "Something went wrong on this site. Try again later.");

        private final int status;
        private final String text;

        Kind(int status, String text) {
            this.status = status;
            this.text = text;
        }

        /**
         * Returns the HTTP status.
         *
         * @return a status from 400 to 599
         */
        public int status() {
            return status;
        }

        /**
         * Returns an English text for the user.
         *
         * @return a constant text of one to three sentences, without user input
         */
        public String text() {
            return text;
        }

        /**
         * Returns the error code in JSON responses.
         *
         * @return the constant's name in lower case, such as {@code handle_missing}
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static LoginFailure of(Kind kind) {
        return new LoginFailure(kind, null, null, null);
    }

    static LoginFailure of(Kind kind, OAuthException cause) {
        return new LoginFailure(kind, cause, null, null);
    }

    static LoginFailure of(OAuthException cause) {
        return new LoginFailure(kind(cause), cause, null, null);
    }

    LoginFailure withForm(@Nullable String newHandle, @Nullable String newReturnTo) {
        return new LoginFailure(kind, cause, newHandle, newReturnTo);
    }

    /** Returns the reason for the log. */
    String reason() {
        if (cause != null) {
            return String.valueOf(cause.getMessage());
        }
        return kind == Kind.MISCONFIGURED
                ? "idiolect.oauth.redirect-uri is not the URL of this resource's callback"
                : kind.text();
    }

    private static Kind kind(OAuthException cause) {
        if (cause instanceof IdentityException e) {
            return e.retryAfter().isPresent()
                    ? Kind.RATE_LIMITED
                    : e.isTransient() ? Kind.UNREACHABLE : Kind.NO_ACCOUNT;
        }
        if (cause instanceof LogoutException) {
            return Kind.NOT_SIGNED_OUT;
        }
        if (cause instanceof LoginException e) {
            return switch (e.reason()) {
                case DENIED -> Kind.DENIED;
                case UNKNOWN_STATE -> Kind.EXPIRED;
                case STATE_OR_ISSUER_MISMATCH, PROTOCOL_ERROR -> Kind.PROTOCOL_ERROR;
                case NO_OAUTH -> Kind.NO_OAUTH;
                case UNAVAILABLE -> isClientAtFault(e) ? Kind.MISCONFIGURED : Kind.UNREACHABLE;
                case RATE_LIMITED -> Kind.RATE_LIMITED;
                default -> isClientAtFault(e) ? Kind.MISCONFIGURED : Kind.REFUSED;
            };
        }
        return Kind.INTERNAL_ERROR;
    }

    private static boolean isClientAtFault(LoginException e) {
        return e.error().filter(CLIENT_ERRORS::contains).isPresent();
    }

    /**
     * Returns how long to wait before the next attempt, or empty if that is unknown. Sent as {@code Retry-After}.
     *
     * @return the time to wait
     */
    public Optional<Duration> retryAfter() {
        if (cause instanceof LoginException e) {
            return e.retryAfter();
        }
        if (cause instanceof IdentityException e) {
            return e.retryAfter();
        }
        return cause instanceof LogoutException e ? e.retryAfter() : Optional.empty();
    }

    /** Returns whether the user can correct the form or send it again. */
    boolean concernsForm() {
        return kind == Kind.HANDLE_MISSING || (kind != Kind.MISCONFIGURED && handle != null);
    }

    /** Returns whether the same callback may succeed later. */
    boolean isLoginPending() {
        // A login has a handle, a callback has none.
        boolean rejectedCallback = kind == Kind.TOO_MANY && handle == null;
        return rejectedCallback || (cause instanceof LoginException e && e.isLoginPending());
    }
}
