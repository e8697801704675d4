package dev.idiolect.oauth.internal.http;

import dev.idiolect.oauth.OAuthException;

/** Thrown when a text is not a URL with a usable origin. The message contains no user information, path or query. */
public final class InvalidUrlException extends OAuthException {

    private static final long serialVersionUID = 1L;

    InvalidUrlException(String message) {
        super(message);
    }
}
