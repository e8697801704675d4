package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.OAuthException;

/** Stops the start of an application that has no usable JSON-B. */
public final class JsonbMissingException extends OAuthException {

    private static final long serialVersionUID = 1L;

    public JsonbMissingException(String message, Throwable cause) {
        super(message, cause);
    }
}
