package dev.idiolect.oauth.cdi;

import static dev.idiolect.oauth.cdi.ConfigKey.ACCOUNT;
import static dev.idiolect.oauth.cdi.ConfigKey.BODY_LIMIT;
import static dev.idiolect.oauth.cdi.ConfigKey.CLIENT_ID;
import static dev.idiolect.oauth.cdi.ConfigKey.DPOP_PROVIDER;
import static dev.idiolect.oauth.cdi.ConfigKey.HTTP_TIMEOUT;
import static dev.idiolect.oauth.cdi.ConfigKey.REFRESH_THRESHOLD;
import static dev.idiolect.oauth.cdi.ConfigKey.STORE;
import static dev.idiolect.oauth.cdi.ConfigKey.STORE_PATH;

import dev.idiolect.oauth.session.Did;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, read and checked once. Values are read as strings and parsed here: runtimes differ in how they convert
 * enums and what they do when they can't.
 */
record OAuthConfig(
        Store store,
        @Nullable Path storePath,
        @Nullable String account,
        @Nullable String clientId,
        Duration refreshThreshold,
        Duration httpTimeout,
        long bodyLimit,
        String dpopProvider) {

    enum Store {
        MEMORY,
        FILESYSTEM,
        SQLITE
    }

    static OAuthConfig read(Config config) {
        refuseUnknownKeys(config);
        Store store = store(config);
        return new OAuthConfig(
                store,
                storePath(config, store),
                account(config),
                value(config, CLIENT_ID),
                duration(config, REFRESH_THRESHOLD, true),
                duration(config, HTTP_TIMEOUT, false),
                bytes(config),
                required(config, DPOP_PROVIDER));
    }

    // A mistyped key would leave its default in force, and sessions in memory, without a word.
    private static void refuseUnknownKeys(Config config) {
        TreeSet<String> unknown = new TreeSet<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(ConfigKey.PREFIX) && !ConfigKey.isKnown(name) && !isInForce(config, name)) {
                unknown.add(name);
            }
        }
        if (!unknown.isEmpty()) {
            throw new ConfigurationException(
                    unknown.first(),
                    ": no such key. Allowed are "
                            + Arrays.stream(ConfigKey.values())
                                    .map(ConfigKey::key)
                                    .collect(Collectors.joining(", ")),
                    null);
        }
    }

    // Another spelling of a key is no mistake if its value is the one that the key itself has.
    private static boolean isInForce(Config config, String name) {
        return Arrays.stream(ConfigKey.values())
                .filter(key -> key.isAlso(name))
                .map(key -> value(config, key))
                .anyMatch(value -> value != null
                        && config.getOptionalValue(name, String.class)
                                .map(String::strip)
                                .filter(value::equals)
                                .isPresent());
    }

    private static Store store(Config config) {
        String value = required(config, STORE);
        return Arrays.stream(Store.values())
                .filter(store -> store.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> wrong(STORE, value, names(), null));
    }

    private static String names() {
        return Arrays.stream(Store.values())
                .map(store -> store.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static @Nullable Path storePath(Config config, Store store) {
        String value = value(config, STORE_PATH);
        if (value == null) {
            if (store == Store.MEMORY) {
                return null;
            }
            throw new ConfigurationException(
                    STORE_PATH.key(),
                    " is not set, and " + STORE.key() + "=" + store.name().toLowerCase(Locale.ROOT) + " needs it: "
                            + (store == Store.SQLITE ? "the database file" : "the directory of the sessions"),
                    null);
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw wrong(STORE_PATH, value, "a path", e);
        }
    }

    private static @Nullable String account(Config config) {
        String value = value(config, ACCOUNT);
        if (value != null && !Did.isValid(value)) {
            throw wrong(ACCOUNT, value, "a DID, such as did:plc:ewvi7nxzyoun6zhxrhs64oiz", null);
        }
        return value;
    }

    private static Duration duration(Config config, ConfigKey key, boolean zeroAllowed) {
        String value = required(config, key);
        String allowed = "a duration of ISO 8601 " + (zeroAllowed ? "from PT0S on" : "longer than PT0S") + ", such as "
                + key.byDefault();
        try {
            Duration duration = Duration.parse(value);
            if (duration.isNegative() || (duration.isZero() && !zeroAllowed)) {
                throw wrong(key, value, allowed, null);
            }
            // What waits counts in milliseconds.
            duration.toMillis();
            return duration;
        } catch (DateTimeException | ArithmeticException e) {
            throw wrong(key, value, allowed, e);
        }
    }

    private static long bytes(Config config) {
        String value = required(config, BODY_LIMIT);
        String allowed = "a number of bytes from 0 to " + Integer.MAX_VALUE;
        try {
            long bytes = Long.parseLong(value);
            if (bytes < 0 || bytes > Integer.MAX_VALUE) {
                throw wrong(BODY_LIMIT, value, allowed, null);
            }
            return bytes;
        } catch (NumberFormatException e) {
            throw wrong(BODY_LIMIT, value, allowed, e);
        }
    }

    private static String required(Config config, ConfigKey key) {
        String value = value(config, key);
        return value == null ? String.valueOf(key.byDefault()) : value;
    }

    private static @Nullable String value(Config config, ConfigKey key) {
        return config.getOptionalValue(key.key(), String.class)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .orElse(null);
    }

    private static ConfigurationException wrong(
            ConfigKey key, String value, String allowed, @Nullable Throwable cause) {
        return new ConfigurationException(key.key(), "=" + value + " is not allowed. Allowed: " + allowed, cause);
    }
}
