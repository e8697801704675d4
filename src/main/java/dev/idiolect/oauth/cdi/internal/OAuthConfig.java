package dev.idiolect.oauth.cdi.internal;

import static dev.idiolect.oauth.cdi.internal.ConfigKey.ACCOUNT;
import static dev.idiolect.oauth.cdi.internal.ConfigKey.BODY_LIMIT;
import static dev.idiolect.oauth.cdi.internal.ConfigKey.DPOP_PROVIDER;
import static dev.idiolect.oauth.cdi.internal.ConfigKey.HTTP_TIMEOUT;
import static dev.idiolect.oauth.cdi.internal.ConfigKey.REFRESH_THRESHOLD;
import static dev.idiolect.oauth.cdi.internal.ConfigKey.STORE;
import static dev.idiolect.oauth.cdi.internal.ConfigKey.STORE_PATH;
import static dev.idiolect.oauth.cdi.internal.ConfigValues.wrong;

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

/** The configuration, read and checked once. */
record OAuthConfig(
        Store store,
        @Nullable Path storePath,
        @Nullable String account,
        LoginConfig login,
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
        ConfigValues values = new ConfigValues(config);
        refuseUnknownKeys(values);
        Store store = store(values);
        return new OAuthConfig(
                store,
                storePath(values, store),
                account(values),
                LoginConfig.read(values),
                duration(values, REFRESH_THRESHOLD, true),
                duration(values, HTTP_TIMEOUT, false),
                bytes(values),
                values.required(DPOP_PROVIDER));
    }

    // A mistyped key would leave its default in force, and sessions in memory, without a word.
    private static void refuseUnknownKeys(ConfigValues values) {
        Config config = values.config();
        TreeSet<String> unknown = new TreeSet<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(ConfigKey.PREFIX) && !ConfigKey.isKnown(name) && !isInForce(values, name)) {
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
    private static boolean isInForce(ConfigValues values, String name) {
        return Arrays.stream(ConfigKey.values())
                .filter(key -> key.isAlso(name))
                .map(values::value)
                .anyMatch(value -> value != null
                        && values.config()
                                .getOptionalValue(name, String.class)
                                .map(String::strip)
                                .filter(value::equals)
                                .isPresent());
    }

    private static Store store(ConfigValues values) {
        String value = values.required(STORE);
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

    private static @Nullable Path storePath(ConfigValues values, Store store) {
        String value = values.value(STORE_PATH);
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
        if (value.startsWith("~")) {
            // No shell has seen it: a directory of that name would be made, with no session in it.
            throw wrong(STORE_PATH, value, "a path without ~, such as /home/alice/sessions", null);
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw wrong(STORE_PATH, value, "a path", e);
        }
    }

    private static @Nullable String account(ConfigValues values) {
        String value = values.value(ACCOUNT);
        if (value != null && !Did.isValid(value)) {
            throw wrong(ACCOUNT, value, "a DID, such as did:plc:ewvi7nxzyoun6zhxrhs64oiz", null);
        }
        return value;
    }

    private static Duration duration(ConfigValues values, ConfigKey key, boolean zeroAllowed) {
        String value = values.required(key);
        String allowed = "a duration of ISO 8601 " + (zeroAllowed ? "from PT0S on" : "longer than PT0S") + ", such as "
                + key.byDefault();
        try {
            Duration duration = Duration.parse(value);
            if (duration.isNegative() || (duration.isZero() && !zeroAllowed)) {
                throw wrong(key, value, allowed, null);
            }
            // What waits counts in nanoseconds.
            duration.toNanos();
            return duration;
        } catch (DateTimeException | ArithmeticException e) {
            throw wrong(key, value, allowed, e);
        }
    }

    private static long bytes(ConfigValues values) {
        String value = values.required(BODY_LIMIT);
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
}
