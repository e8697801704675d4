package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.OAuthException;

/** Thrown when the account that a call names is no DID, or when its arguments name two. Nothing was sent. */
public class AccountException extends OAuthException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what is wrong with the account, and what to do
     */
    public AccountException(String message) {
        super(message);
    }

    AccountException(String message, Throwable cause) {
        super(message, cause);
    }
}
