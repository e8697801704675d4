package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.OAuthException;

/** Thrown when a command stops because the program is shutting down. */
class CancelledException extends OAuthException {

    private static final long serialVersionUID = 1L;

    CancelledException() {
        super("The program is shutting down");
    }
}
