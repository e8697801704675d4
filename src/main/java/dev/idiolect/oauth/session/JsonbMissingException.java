package dev.idiolect.oauth.session;

import dev.idiolect.oauth.OAuthException;

/** Thrown when there is no JSON-B provider. */
final class JsonbMissingException extends OAuthException {

    private static final long serialVersionUID = 1L;

    JsonbMissingException(Throwable cause) {
        super(
                "No JSON-B provider found. Jakarta EE and MicroProfile runtimes include one; elsewhere, add"
                        + " org.eclipse:yasson",
                cause);
    }
}
