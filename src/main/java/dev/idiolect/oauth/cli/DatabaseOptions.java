package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.internal.http.SecretFile;
import dev.idiolect.oauth.internal.http.SecretForms;
import dev.idiolect.oauth.store.jdbc.internal.DatabaseUrl;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select a database. None takes the password, because other users of the machine could see it. */
final class DatabaseOptions {

    // The environment variables of the application's configuration keys.
    static final String URL_VARIABLE = "IDIOLECT_OAUTH_STORE_URL";
    static final String USER_VARIABLE = "IDIOLECT_OAUTH_STORE_USER";
    static final String PASSWORD_VARIABLE = "IDIOLECT_OAUTH_STORE_PASSWORD";
    static final String SCHEMA_VARIABLE = "IDIOLECT_OAUTH_STORE_SCHEMA";

    private static final Logger LOG = System.getLogger(DatabaseOptions.class.getName());

    @Option(
            names = "--store-url",
            paramLabel = "URL",
            description = {
                "The database (jdbc), such as jdbc:postgresql://db.example.com/app.",
                "Default: $" + URL_VARIABLE + "."
            })
    private @Nullable String url;

    @Option(
            names = "--store-user",
            paramLabel = "USER",
            description = "The user of the database. Default: $" + USER_VARIABLE + ".")
    private @Nullable String user;

    @Option(
            names = "--store-password-file",
            paramLabel = "FILE",
            description = {
                "The file whose first line is the password of the database.",
                "Default: the password in $" + PASSWORD_VARIABLE + "."
            })
    private @Nullable String passwordFile;

    @Option(
            names = "--store-schema",
            paramLabel = "SCHEMA",
            description = {
                "The schema of the tables. Default: $" + SCHEMA_VARIABLE + ", else the first one of the search path."
            })
    private @Nullable String schema;

    @Option(names = "--create-tables", description = "Create missing tables (jdbc).")
    private boolean createTables;

    /**
     * Returns the database.
     *
     * @param path parses the path of an option
     * @param usage creates the exception for an invalid option
     */
    Database database(
            Map<String, String> variables, Function<String, Path> path, Function<String, RuntimeException> usage) {
        String name = url != null ? "--store-url" : URL_VARIABLE;
        String value = url != null ? url : variables.getOrDefault(URL_VARIABLE, "");
        if (value.isBlank()) {
            throw usage.apply("--store jdbc requires --store-url or " + URL_VARIABLE
                    + ", such as jdbc:postgresql://db.example.com/app");
        }
        DatabaseUrl parsed;
        try {
            parsed = DatabaseUrl.parse(value, "--store-user and " + PASSWORD_VARIABLE);
        } catch (IllegalArgumentException e) {
            throw usage.apply("Invalid " + name + " " + DatabaseUrl.redacted(value) + ": use " + e.getMessage());
        }
        if (url != null && parsed.password() != null) {
            LOG.log(
                    Level.WARNING,
                    "A password on the command line is visible to other users (ps) and stays in the shell history. Use "
                            + PASSWORD_VARIABLE + " or --store-password-file");
        } else if (url != null && !parsed.otherPasswords().isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "A password on the command line ({0}) is visible to other users (ps) and stays in the shell history."
                            + " Put the URL into {1}",
                    String.join(", ", parsed.otherPasswords().keySet()),
                    URL_VARIABLE);
        }
        String password =
                passwordFile == null ? variables.get(PASSWORD_VARIABLE) : password(path.apply(passwordFile), usage);
        return new Database(
                parsed,
                value(user, variables, USER_VARIABLE),
                password,
                value(schema, variables, SCHEMA_VARIABLE),
                createTables);
    }

    private static @Nullable String value(@Nullable String option, Map<String, String> variables, String variable) {
        String value = option == null ? variables.getOrDefault(variable, "") : option;
        return value.isEmpty() ? null : value;
    }

    private static String password(Path file, Function<String, RuntimeException> usage) {
        try {
            return SecretFile.read(file, LOG)
                    .lines()
                    .findFirst()
                    .filter(line -> !line.isEmpty())
                    .orElseThrow(
                            () -> usage.apply("Invalid --store-password-file " + file + ": its first line is empty"));
        } catch (IOException e) {
            throw usage.apply("Invalid --store-password-file " + file + ": it does not exist, or you cannot read it");
        }
    }

    /** Returns the given options that select the database, with their values, for a shell command. */
    Map<String, @Nullable String> given() {
        Map<String, @Nullable String> given = new LinkedHashMap<>();
        // Users copy the command, so it must not bring a password into the shell history.
        given.put("--store-url", url == null ? null : DatabaseUrl.shareable(url));
        given.put("--store-user", user);
        given.put("--store-password-file", passwordFile);
        given.put("--store-schema", schema);
        given.values().removeIf(value -> value == null);
        given.replaceAll((name, value) -> SecretForms.hide(value));
        return given;
    }

    /** Returns the name of an option that was given, or null if none was. */
    @Nullable
    String anyGiven() {
        return createTables
                ? "--create-tables"
                : given().keySet().stream().findFirst().orElse(null);
    }
}
