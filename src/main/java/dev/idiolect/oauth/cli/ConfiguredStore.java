package dev.idiolect.oauth.cli;

import static dev.idiolect.oauth.internal.config.ConfigKey.ENCRYPTION_KEYS;
import static dev.idiolect.oauth.internal.config.ConfigKey.ENCRYPTION_KEYS_PATH;
import static dev.idiolect.oauth.internal.config.ConfigKey.ENCRYPTION_REQUIRED;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_PASSWORD;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_PATH;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_SCHEMA;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_URL;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_USER;

import dev.idiolect.oauth.cli.internal.doctor.Settings;
import dev.idiolect.oauth.internal.http.SecretFile;
import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.store.jdbc.internal.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Creates the store that the configuration of an application describes. */
final class ConfiguredStore {

    private ConfiguredStore() {}

    /** @throws CommandException if the settings do not describe a store of this kind; the advice has the fix */
    static CliStore of(StoreOptions.Kind kind, Settings settings) {
        KeySource keys = keys(settings);
        return kind == StoreOptions.Kind.jdbc
                ? new DatabaseStore(database(settings), keys)
                : new PathStore(kind, path(kind, settings), keys);
    }

    private static @Nullable KeySource keys(Settings settings) {
        String file = settings.value(ENCRYPTION_KEYS_PATH);
        String inline = settings.value(ENCRYPTION_KEYS);
        KeySource keys = file != null ? file(file) : inline != null ? () -> inline : null;
        return keys != null && settings.isTrue(ENCRYPTION_REQUIRED) ? keys.refusingPlainText() : keys;
    }

    // Unlike KeySource.file, logs no warning about the permissions, which another check reports.
    private static KeySource file(String name) {
        return () -> {
            try {
                return SecretFile.read(Path.of(name));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the file " + name, e);
            }
        };
    }

    private static Path path(StoreOptions.Kind kind, Settings settings) {
        String value = settings.value(STORE_PATH);
        String what = kind == StoreOptions.Kind.sqlite ? "the database file" : "the directory of the sessions";
        if (value == null) {
            throw invalid(STORE_PATH.key() + " is missing", "Set it to " + what);
        }
        if (value.startsWith("~")) {
            throw invalid(
                    "invalid " + STORE_PATH.key() + "=" + value, "Use a path without ~, such as /home/alice/sessions");
        }
        try {
            return Path.of(value).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw invalid("invalid " + STORE_PATH.key() + "=" + value, "Set it to the path of " + what);
        }
    }

    private static Database database(Settings settings) {
        String url = settings.value(STORE_URL);
        if (url == null) {
            throw invalid(STORE_URL.key() + " is missing", "Set it to the JDBC URL of the database");
        }
        try {
            DatabaseUrl parsed = DatabaseUrl.parse(url, STORE_USER.key() + " and " + STORE_PASSWORD.key());
            return new Database(
                    parsed,
                    settings.value(STORE_USER),
                    settings.value(STORE_PASSWORD),
                    settings.value(STORE_SCHEMA),
                    false);
        } catch (IllegalArgumentException e) {
            throw invalid("invalid " + STORE_URL.key() + "=" + DatabaseUrl.redacted(url), "Use " + e.getMessage());
        }
    }

    private static CommandException invalid(String message, String fix) {
        return CommandException.withAdvice(ExitCode.USAGE, message, fix, null);
    }
}
