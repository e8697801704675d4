package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.OAuthException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends a command with an error message and an exit code. */
class CommandException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final @Nullable String advice;

    CommandException(int exitCode, String message) {
        this(exitCode, message, null);
    }

    CommandException(int exitCode, String message, @Nullable Throwable cause) {
        this(exitCode, message, null, cause);
    }

    private CommandException(int exitCode, String message, @Nullable String advice, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.advice = advice;
    }

    /** @param advice the line after the message, such as a command that users copy */
    static CommandException withAdvice(int exitCode, String message, String advice, @Nullable Throwable cause) {
        return new CommandException(exitCode, message, advice, cause);
    }

    Optional<String> advice() {
        return Optional.ofNullable(advice);
    }

    int exitCode() {
        return exitCode;
    }
}
