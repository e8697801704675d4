package dev.idiolect.oauth.session;

import dev.idiolect.oauth.OAuthException;

/** Thrown when a text is not the JSON form of a session. */
public class SessionFormatException extends OAuthException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception that says why the text is no session.
     *
     * @param message what is wrong with it, without any value of it
     */
    public SessionFormatException(String message) {
        super(message);
    }
}
