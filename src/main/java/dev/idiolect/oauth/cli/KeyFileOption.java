package dev.idiolect.oauth.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option for the file with the encryption keys. */
final class KeyFileOption {

    // The environment variables of the application's configuration keys.
    static final String PATH_VARIABLE = "IDIOLECT_OAUTH_ENCRYPTION_KEYS_PATH";
    static final String KEYS_VARIABLE = "IDIOLECT_OAUTH_ENCRYPTION_KEYS";

    static final String NAME = "--encryption-keys";
    static final String MISSING =
            "Missing " + NAME + " with the file of keys. Create one with: idiolect oauth keys new --output FILE";

    @Option(
            names = NAME,
            paramLabel = "FILE",
            description = {
                "The file with the encryption keys, if the sessions are encrypted.",
                "Default: $" + PATH_VARIABLE + ", else the keys in $" + KEYS_VARIABLE + "."
            })
    private @Nullable String file;

    /** Returns the value of the option, or null if it is not given. */
    @Nullable
    String given() {
        return file;
    }

    /** Returns the file, or null if neither the option nor the environment names one. */
    @Nullable
    Path fileOrNull(CommandLine command, Map<String, String> variables) {
        if (file != null) {
            return OptionPath.absolute(command, NAME, file);
        }
        String variable = variables.getOrDefault(PATH_VARIABLE, "");
        return variable.isBlank() ? null : OptionPath.absolute(command, PATH_VARIABLE, variable);
    }

    /**
     * Returns the file, for a command that changes it.
     *
     * @throws ParameterException if neither the option nor the environment names one
     */
    Path file(CommandLine command, Map<String, String> variables) {
        Path named = fileOrNull(command, variables);
        if (named == null) {
            throw new ParameterException(command, MISSING);
        }
        return named;
    }
}
