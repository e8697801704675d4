package dev.idiolect.oauth.internal.http;

import dev.idiolect.oauth.OAuthException;

/** Thrown when a text is not a URL with a usable origin. The message contains no user information, path or query. */
public final class InvalidUrlException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final boolean insecure;

    InvalidUrlException(String message) {
        this(message, false);
    }

    private InvalidUrlException(String message, boolean insecure) {
        super(message);
        this.insecure = insecure;
    }

    static InvalidUrlException insecure(String origin) {
        return new InvalidUrlException(
                "Insecure URL " + origin + ": use https; http is allowed for localhost, 127.0.0.1 and [::1] only",
                true);
    }

    /** Returns whether the URL is valid, but secrets must not be sent to it. */
    public boolean isInsecure() {
        return insecure;
    }
}
