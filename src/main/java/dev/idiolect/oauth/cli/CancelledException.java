package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.OAuthException;

/** Thrown where a command may no longer go on, as the program is being ended. */
class CancelledException extends OAuthException {

    private static final long serialVersionUID = 1L;

    CancelledException() {
        super("The program is being ended");
    }
}
