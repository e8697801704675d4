package dev.idiolect.oauth.session;

import dev.idiolect.oauth.OAuthException;

/** Thrown when a text is not the JSON form of a session. The message contains no value of the text. */
public class SessionFormatException extends OAuthException {

    private static final long serialVersionUID = 1L;

    SessionFormatException(String message) {
        super(message);
    }
}
