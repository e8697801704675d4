package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.internal.http.SecretForms;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Parses the paths that options and environment variables contain. */
final class OptionPath {

    private OptionPath() {}

    /**
     * Returns an absolute path.
     *
     * @param name the option or variable, for messages
     * @throws ParameterException if the value is not a path, or looks like a secret
     */
    static Path absolute(CommandLine command, String name, String value) {
        return parse(command, name, value).toAbsolutePath();
    }

    /**
     * Returns a path, which may be relative.
     *
     * @param name the option or variable, for messages
     * @throws ParameterException if the value is not a path, or looks like a secret
     */
    static Path parse(CommandLine command, String name, String value) {
        if (SecretForms.hasKeyOrToken(value)) {
            // Commands show the path, and create it.
            throw new ParameterException(
                    command, "Invalid " + name + " " + SecretForms.hide(value) + ": use a path, not a key or a token");
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new ParameterException(
                    command,
                    "Invalid " + name + " " + value
                            + ": it is not a path, or the locale cannot encode it. For characters"
                            + " outside ASCII, set LC_ALL=C.UTF-8",
                    e);
        }
    }
}
