package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.internal.http.SecretForms;
import dev.idiolect.oauth.seal.KeySource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that select the store. */
final class StoreOptions {

    static final String VARIABLE = "IDIOLECT_SESSION_DIR";

    static final String REQUIRED_VARIABLE = "IDIOLECT_OAUTH_ENCRYPTION_REQUIRED";

    /** The kinds of stores, named as on the command line. */
    enum Kind {
        filesystem,
        sqlite,
        jdbc
    }

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--store",
            paramLabel = "KIND",
            description = "The kind of store: ${COMPLETION-CANDIDATES}. Default: filesystem.")
    private @Nullable Kind kind;

    @Option(
            names = "--path",
            paramLabel = "PATH",
            description = {
                "The directory (filesystem) or the database file (sqlite, required).",
                "Default: $" + VARIABLE + ", else ~/.config/idiolect/sessions."
            })
    private @Nullable String path;

    @Mixin
    private KeyFileOption keyFile = new KeyFileOption();

    @Option(
            names = "--require-encryption",
            description = {
                "Refuse plain sessions, because an attacker could have replaced encrypted ones with them.",
                "Default: true if $" + REQUIRED_VARIABLE + " is true."
            })
    private boolean requireEncryption;

    @Mixin
    private DatabaseOptions databaseOptions = new DatabaseOptions();

    Kind kind() {
        return kind == null ? Kind.filesystem : kind;
    }

    /** Returns whether an option selects the store. */
    boolean isGiven() {
        return kind != null || path != null || databaseOptions.anyGiven() != null;
    }

    /** Returns the store. It is created at the first write. */
    CliStore store(Map<String, String> variables) {
        return store(variables, keysOrNull(variables));
    }

    /** Returns the same store, which refuses plain sessions. Fails if no encryption keys are given. */
    CliStore strictStore(Map<String, String> variables) {
        return store(variables, keys(variables).refusingPlainText());
    }

    private CliStore store(Map<String, String> variables, @Nullable KeySource keys) {
        if (kind() == Kind.jdbc) {
            if (path != null) {
                throw usage("--path is for --store filesystem and sqlite: use --store-url");
            }
            return new DatabaseStore(
                    databaseOptions.database(variables, file -> absolute("--store-password-file", file), this::usage),
                    keys);
        }
        String option = databaseOptions.anyGiven();
        if (option != null) {
            throw usage(option + " requires --store jdbc");
        }
        Path location = path(variables);
        if (kind() == Kind.filesystem && Files.isRegularFile(location)) {
            throw usage(location
                    + " is a file, but --store filesystem needs a directory. For a database, add --store sqlite");
        }
        if (kind == Kind.sqlite && Files.isDirectory(location)) {
            throw usage(location + " is a directory, but --store sqlite needs a file");
        }
        return new PathStore(kind(), location, keys);
    }

    private @Nullable KeySource keysOrNull(Map<String, String> variables) {
        Path file = keyFile.fileOrNull(command(), variables);
        String inline = variables.getOrDefault(KeyFileOption.KEYS_VARIABLE, "");
        KeySource keys = file != null ? KeySource.file(file) : inline.isBlank() ? null : () -> inline;
        boolean required = requireEncryption || requiredBy(variables.getOrDefault(REQUIRED_VARIABLE, ""));
        if (required && keys == null) {
            throw usage(
                    (requireEncryption ? "--require-encryption" : REQUIRED_VARIABLE) + " needs " + KeyFileOption.NAME);
        }
        return required && keys != null ? keys.refusingPlainText() : keys;
    }

    // Another value would turn the protection off unnoticed.
    private boolean requiredBy(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "", "false" -> false;
            default ->
                throw usage("Invalid " + REQUIRED_VARIABLE + " \"" + SecretForms.hide(value) + "\": use true or false");
        };
    }

    /** Returns the encryption keys. Fails if none are given. */
    KeySource keys(Map<String, String> variables) {
        KeySource keys = keysOrNull(variables);
        if (keys == null) {
            throw usage(KeyFileOption.MISSING);
        }
        return keys;
    }

    /** Returns the ids of the encryption keys; empty if none are given. */
    List<String> keyIds(Map<String, String> variables) {
        KeySource keys = keysOrNull(variables);
        return keys == null ? List.of() : KeySets.ids(KeySets.read(keys, "FILE"));
    }

    /** Returns the file with the encryption keys, for a command that changes it. Fails if none is given. */
    Path keyFile(Map<String, String> variables) {
        return keyFile.file(command(), variables);
    }

    /** Returns the options for a shell command on the same store, each with a leading space. */
    String asArguments() {
        StringBuilder arguments = new StringBuilder(kind() == Kind.filesystem ? "" : " --store " + kind);
        arguments.append(argument("--path", path));
        databaseOptions.given().forEach((name, value) -> arguments.append(argument(name, value)));
        arguments.append(argument(KeyFileOption.NAME, keyFile.given()));
        return arguments
                .append(requireEncryption ? " --require-encryption" : "")
                .toString();
    }

    private static String argument(String name, @Nullable String value) {
        return value == null ? "" : " " + name + " '" + value.replace("'", "'\\''") + "'";
    }

    private Path path(Map<String, String> variables) {
        if (path != null) {
            return absolute("--path", path);
        }
        if (kind == Kind.sqlite) {
            throw usage("--store sqlite requires --path with the database file");
        }
        String directory = variables.getOrDefault(VARIABLE, "");
        return directory.isEmpty()
                ? home(variables).resolve(Path.of(".config", "idiolect", "sessions"))
                : absolute(VARIABLE, directory);
    }

    private Path absolute(String name, String value) {
        return OptionPath.absolute(command(), name, value);
    }

    // The user of a container may have none: user.home is then "?", and tokens would go to the working directory.
    private Path home(Map<String, String> variables) {
        String home = variables.getOrDefault("HOME", "");
        Path path = OptionPath.parse(command(), "HOME", home.isEmpty() ? System.getProperty("user.home", "") : home);
        if (!path.isAbsolute()) {
            throw usage("This user has no home directory: set HOME or " + VARIABLE + ", or use --path");
        }
        return path;
    }

    private ParameterException usage(String message) {
        return new ParameterException(command(), message);
    }

    private CommandLine command() {
        if (spec == null) {
            throw new IllegalStateException("picocli has not initialized this mixin");
        }
        return spec.commandLine();
    }
}
