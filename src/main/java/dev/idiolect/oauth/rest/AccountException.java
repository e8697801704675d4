package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.OAuthException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the account of a call is unknown or not a DID, or when the arguments of the call name two accounts. No request was
 * sent.
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
     * @return true if the user is probably not signed in; false if an account is named, but invalid
     */
    public boolean isMissing() {
        return missing;
    }
}
