package dev.idiolect.oauth.session;

import dev.idiolect.oauth.OAuthException;

/** Thrown when a string does not have the syntax of a DID. The message contains at most its first 64 characters. */
public class InvalidDidException extends OAuthException {

    private static final long serialVersionUID = 1L;

    InvalidDidException(String message) {
        super(message);
    }
}
