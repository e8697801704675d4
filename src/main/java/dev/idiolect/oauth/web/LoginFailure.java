package dev.idiolect.oauth.web;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.login.LoginException;
import dev.idiolect.oauth.login.LogoutException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why somebody could not be signed in or out.
 *
 * @param kind what to tell the person
 * @param cause what to tell the log, or null if nothing has failed here; not for the person, who may be a stranger
 * @param handle who was to sign in, as entered in the form, so that it can be filled in again; null where nobody was, as at a
 *     callback, or where it was too long. Anybody's input, which the log must not take as it is
 * @param returnTo where the browser was to go afterwards, a path of this site; null where the form is not at hand
 */
public record LoginFailure(
        Kind kind,
        @Nullable OAuthException cause,
        @Nullable String handle,
        @Nullable String returnTo) {

    /** What to tell a person. */
    public enum Kind {
        /** Nobody was named. */
        HANDLE_MISSING(400, "Enter your handle, such as alice.bsky.social."),
        /** What was entered leads to no account. */
        NO_ACCOUNT(400, "No account was found by that name. Check its spelling."),
        /** The address to go to afterwards is none of this site. */
        INVALID_RETURN_TO(400, "The address to go to after signing in is none of this site."),
        /** The form was not sent from this site. */
        CROSS_SITE(403, "This did not come from a page of this site. Begin here."),
        /** The login is not pending, or not in this browser. */
        OVER(400, "This sign-in is over, or it began in another browser. Begin again."),
        /** The account's owner refused. */
        DENIED(403, "You did not allow the sign-in."),
        /** The account's server refused. */
        REFUSED(502, "Your account's server refused the sign-in. Try again later."),
        /** What the account's server said is not to be believed. */
        PROTOCOL_ERROR(502, "The answer of your account's server is not to be trusted. Nobody was signed in."),
        /** A server does not answer. */
        UNREACHABLE(503, "Your account's server does not answer. Try again later."),
        /** Too many logins have begun. */
        TOO_MANY(429, "Too many sign-ins have begun. Try again in some minutes."),
        /** The session could not be ended at its server, and lives on. */
        NOT_SIGNED_OUT(502, "Your account's server could not be told, so you are still signed in. Try again later."),
        /** Something is wrong with this application, its configuration or its store. */
        INTERNAL_ERROR(503, "Signing in is out of order. Try again later.");

        private final int status;
        private final String text;

        Kind(int status, String text) {
            this.status = status;
            this.text = text;
        }

        /**
         * Returns the HTTP status that says so.
         *
         * @return a status from 400 to 599
         */
        public int status() {
            return status;
        }

        /**
         * Returns the English text that says so.
         *
         * @return one or two sentences without anything that came from outside
         */
        public String text() {
            return text;
        }

        /**
         * Returns the name for programs.
         *
         * @return the constant's name in lower case
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static LoginFailure of(Kind kind) {
        return new LoginFailure(kind, null, null, null);
    }

    static LoginFailure of(OAuthException cause) {
        return new LoginFailure(kind(cause), cause, null, null);
    }

    LoginFailure by(String handle, @Nullable String returnTo) {
        return new LoginFailure(kind, cause, handle, returnTo);
    }

    /** What the log is to say. */
    String reason() {
        return cause == null ? kind.text() : String.valueOf(cause.getMessage());
    }

    private static Kind kind(OAuthException cause) {
        if (cause instanceof IdentityException e) {
            return e.isTransient() ? Kind.UNREACHABLE : Kind.NO_ACCOUNT;
        }
        if (cause instanceof LogoutException) {
            return Kind.NOT_SIGNED_OUT;
        }
        if (cause instanceof LoginException e) {
            return switch (e.reason()) {
                case DENIED -> Kind.DENIED;
                case UNKNOWN_STATE -> Kind.OVER;
                case STATE_OR_ISSUER_MISMATCH, PROTOCOL_ERROR -> Kind.PROTOCOL_ERROR;
                case UNAVAILABLE, RATE_LIMITED -> Kind.UNREACHABLE;
                default -> Kind.REFUSED;
            };
        }
        return Kind.INTERNAL_ERROR;
    }

    /** Whether somebody who runs the application should hear of it. */
    boolean isOurs() {
        return kind == Kind.INTERNAL_ERROR || kind == Kind.REFUSED || kind == Kind.NOT_SIGNED_OUT;
    }
}
