package dev.idiolect.oauth.session.internal;

import dev.idiolect.oauth.OAuthException;

/** Thrown when JSON-B is missing or unusable, so that no session can be read. */
public final class JsonbMissingException extends OAuthException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception that names the dependency to add.
     *
     * @param cause the failure of the lookup
     */
    public JsonbMissingException(Throwable cause) {
        super(
                "JSON-B (jakarta.json.bind) is missing or unusable: add io.quarkus:quarkus-jsonb on Quarkus, or"
                        + " org.eclipse:yasson on other runtimes",
                cause);
    }
}
