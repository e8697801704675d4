package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.OAuthException;

/** Ends a command with an error message and an exit code. */
class CommandException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
