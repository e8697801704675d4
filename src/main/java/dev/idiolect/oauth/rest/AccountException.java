package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.OAuthException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a call has no account, when its account is not a DID, or when its arguments name two accounts. No request
 * was sent.
 */
public class AccountException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final boolean missing;

    AccountException(String message) {
        this(message, false, null);
    }

    AccountException(String message, @Nullable Throwable cause) {
        this(message, false, cause);
    }

    private AccountException(String message, boolean missing, @Nullable Throwable cause) {
        super(message, cause);
        this.missing = missing;
    }

    static AccountException missing(String method) {
        return new AccountException(
                "No account for " + method + ". Name one in one of three ways: an argument (a record's \"repo\", or a"
                        + " parameter with @HeaderParam(DpopSigned.ACCOUNT)); an ActiveAccount; or a default account"
                        + " (idiolect.oauth.account in the configuration)",
                true,
                null);
    }

    /**
     * Returns whether the call names no account, and there is neither an active nor a default account.
     *
     * @return true if no account was given, usually because the user is not signed in; false if an account was given
     *     but is invalid
     */
    public boolean isMissing() {
        return missing;
    }
}
