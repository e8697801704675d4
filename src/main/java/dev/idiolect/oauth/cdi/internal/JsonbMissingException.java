package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.OAuthException;

/** Thrown at startup if JSON-B is missing or unusable. Stops the deployment. */
public final class JsonbMissingException extends OAuthException {

    private static final long serialVersionUID = 1L;

    public JsonbMissingException(String message, Throwable cause) {
        super(message, cause);
    }
}
