package dev.idiolect.oauth.cdi.internal;

import static dev.idiolect.oauth.cdi.internal.ConfigurationException.invalid;
import static dev.idiolect.oauth.internal.config.ConfigKey.ENCRYPTION_KEYS;
import static dev.idiolect.oauth.internal.config.ConfigKey.ENCRYPTION_KEYS_PATH;
import static dev.idiolect.oauth.internal.config.ConfigKey.ENCRYPTION_REQUIRED;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_CREATE_TABLES;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_DATA_SOURCE;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_PASSWORD;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_PATH;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_SCHEMA;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_URL;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_USER;

import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.store.jdbc.internal.DatabaseUrl;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The configuration of the store. Not a record, because it contains a password. */
final class StoreConfig {

    enum Kind {
        MEMORY,
        FILESYSTEM,
        SQLITE,
        JDBC
    }

    private final Kind kind;
    private final @Nullable Path path;
    private final @Nullable String dataSource;

    // Transient, so that no serializer writes them. The URL can contain a password.
    private final transient @Nullable DatabaseUrl url;
    private final transient @Nullable String password;
    private final transient @Nullable String encryptionKeys;

    private final @Nullable String user;
    private final @Nullable String schema;
    private final boolean createTables;
    private final @Nullable Path encryptionKeysPath;
    private final boolean encryptionRequired;

    private StoreConfig(ConfigValues values, ConfigProblems problems) {
        kind = problems.read(() -> kind(values), Kind.MEMORY);
        path = problems.<@Nullable Path>read(() -> path(values, kind), null);
        dataSource = problems.<@Nullable String>read(() -> dataSource(values), null);
        url = problems.<@Nullable DatabaseUrl>read(() -> url(values), null);
        user = values.value(STORE_USER);
        password = values.value(STORE_PASSWORD);
        schema = values.value(STORE_SCHEMA);
        createTables = problems.read(() -> isTrue(values, STORE_CREATE_TABLES), true);
        encryptionKeys = values.value(ENCRYPTION_KEYS);
        encryptionKeysPath = problems.<@Nullable Path>read(() -> path(values, ENCRYPTION_KEYS_PATH), null);
        encryptionRequired = problems.read(() -> isTrue(values, ENCRYPTION_REQUIRED), false);
        if (encryptionKeys != null && values.value(ENCRYPTION_KEYS_PATH) != null) {
            problems.add(ConfigurationException.conflict(ENCRYPTION_KEYS_PATH, ENCRYPTION_KEYS));
        }
        if (dataSource != null && url != null) {
            problems.add(ConfigurationException.conflict(STORE_DATA_SOURCE, STORE_URL));
        }
    }

    static StoreConfig read(ConfigValues values, ConfigProblems problems) {
        return new StoreConfig(values, problems);
    }

    Kind kind() {
        return kind;
    }

    /** Returns the directory or file of the store, or null if it has none. */
    @Nullable
    Path path() {
        return path;
    }

    /** Returns the JNDI name of a data source or the name of its bean; null for the default one. */
    @Nullable
    String dataSource() {
        return dataSource;
    }

    @Nullable
    DatabaseUrl url() {
        return url;
    }

    @Nullable
    String user() {
        return user;
    }

    @Nullable
    String password() {
        return password;
    }

    @Nullable
    String schema() {
        return schema;
    }

    boolean createTables() {
        return createTables;
    }

    /** Returns the encryption keys as a JSON Web Key Set, or null if they are not configured in this way. */
    @Nullable
    String encryptionKeys() {
        return encryptionKeys;
    }

    /** Returns the file with the encryption keys, or null if none is configured. */
    @Nullable
    Path encryptionKeysPath() {
        return encryptionKeysPath;
    }

    boolean encryptionRequired() {
        return encryptionRequired;
    }

    /** Returns a text for logs. It does not contain the URL, which can contain a password. */
    @Override
    public String toString() {
        String name = String.valueOf(kind).toLowerCase(Locale.ROOT);
        return path == null ? name : name + " " + path;
    }

    private static Kind kind(ConfigValues values) {
        String value = values.valueOrDefault(STORE);
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> invalid(STORE, value, "one of " + kinds(), null));
    }

    private static String kinds() {
        return Arrays.stream(Kind.values())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static @Nullable Path path(ConfigValues values, Kind kind) {
        Path path = path(values, STORE_PATH);
        if (path == null && kind != Kind.MEMORY && kind != Kind.JDBC) {
            throw ConfigurationException.missing(
                    STORE_PATH,
                    kind == Kind.SQLITE ? "the SQLite database file" : "the directory for the session files");
        }
        return path;
    }

    private static @Nullable Path path(ConfigValues values, ConfigKey key) {
        String value = values.value(key);
        if (value == null) {
            return null;
        }
        if (value.startsWith("~")) {
            // No shell expands ~ here, so a directory with that name would be created.
            throw invalid(key, value, "a path without ~, such as /home/alice/sessions", null);
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw invalid(key, value, "a valid path", e);
        }
    }

    private static @Nullable String dataSource(ConfigValues values) {
        String value = values.value(STORE_DATA_SOURCE);
        // A lookup of another scheme, such as ldap:, would load objects from another machine.
        if (value != null && value.contains(":") && !value.startsWith("java:")) {
            throw invalid(
                    STORE_DATA_SOURCE, value, "a JNDI name, such as jdbc/oauth or java:comp/env/jdbc/oauth", null);
        }
        return value;
    }

    private static @Nullable DatabaseUrl url(ConfigValues values) {
        String value = values.value(STORE_URL);
        if (value == null) {
            return null;
        }
        try {
            return DatabaseUrl.parse(value, STORE_USER.key() + " and " + STORE_PASSWORD.key());
        } catch (IllegalArgumentException e) {
            throw invalid(STORE_URL, DatabaseUrl.redacted(value), String.valueOf(e.getMessage()), null);
        }
    }

    private static boolean isTrue(ConfigValues values, ConfigKey key) {
        String value = values.valueOrDefault(key);
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(key, value, "true or false", null);
        };
    }
}
