package dev.idiolect.oauth.client;

import dev.idiolect.oauth.OAuthException;

/**
 * Thrown when a client's id, redirect URIs, scope, keys or metadata violate a rule that authorization servers enforce.
 */
public class InvalidClientException extends OAuthException {

    private static final long serialVersionUID = 1L;

    InvalidClientException(String message) {
        super(message);
    }
}
