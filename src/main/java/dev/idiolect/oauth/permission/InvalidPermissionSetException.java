package dev.idiolect.oauth.permission;

import dev.idiolect.oauth.OAuthException;

/** Thrown when a JSON object is not the Lexicon of a permission set. */
public class InvalidPermissionSetException extends OAuthException {

    private static final long serialVersionUID = 1L;

    InvalidPermissionSetException(String rule) {
        super("Invalid permission set: " + rule + ". Use the Lexicon of a permission set");
    }
}
