package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.OAuthException;
import org.jspecify.annotations.Nullable;

/** Ends a command with an error message and an exit code. */
class CommandException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    CommandException(int exitCode, String message) {
        this(exitCode, message, null);
    }

    CommandException(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
