package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.OAuthException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the account of a call is not a DID, or when the arguments of the call name two accounts. No request was sent.
 */
public class AccountException extends OAuthException {

    private static final long serialVersionUID = 1L;

    AccountException(String message) {
        this(message, null);
    }

    AccountException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
