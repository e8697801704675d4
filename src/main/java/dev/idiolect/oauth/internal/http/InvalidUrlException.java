package dev.idiolect.oauth.internal.http;

import dev.idiolect.oauth.OAuthException;

/** Thrown when a text or URL has no usable origin. The message shows no user information, path or query. */
public final class InvalidUrlException extends OAuthException {

    private static final long serialVersionUID = 1L;

    InvalidUrlException(String message) {
        super(message);
    }
}
