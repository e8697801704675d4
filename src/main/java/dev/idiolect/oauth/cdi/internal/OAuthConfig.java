package dev.idiolect.oauth.cdi.internal;

import static dev.idiolect.oauth.cdi.internal.ConfigurationException.invalid;
import static dev.idiolect.oauth.internal.config.ConfigKey.ACCOUNT;
import static dev.idiolect.oauth.internal.config.ConfigKey.BODY_LIMIT;
import static dev.idiolect.oauth.internal.config.ConfigKey.DPOP_PROVIDER;
import static dev.idiolect.oauth.internal.config.ConfigKey.ENDING_NOTICE;
import static dev.idiolect.oauth.internal.config.ConfigKey.HTTP_TIMEOUT;
import static dev.idiolect.oauth.internal.config.ConfigKey.KEEP_ALIVE;
import static dev.idiolect.oauth.internal.config.ConfigKey.REFRESH_THRESHOLD;
import static dev.idiolect.oauth.internal.config.ConfigKey.SESSION_CACHE;

import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.internal.config.SimilarKeys;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.Did;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** The library's configuration, read and validated once at startup. */
record OAuthConfig(
        StoreConfig store,
        @Nullable String account,
        LoginConfig login,
        Duration refreshThreshold,
        @Nullable Duration keepAlive,
        Duration sessionCache,
        Duration endingNotice,
        Duration httpTimeout,
        long bodyLimit,
        String dpopProvider,
        TelemetryConfig telemetry) {

    static OAuthConfig read(Config config) {
        ConfigValues values = new ConfigValues(config);
        ConfigProblems problems = new ConfigProblems();
        for (ConfigKey key : ConfigKey.values()) {
            problems.<@Nullable String>read(() -> values.value(key), null);
        }
        // The code below reads the values again, and would report these mistakes twice.
        problems.throwIfAny();
        rejectUnknownKeys(values, problems);
        OAuthConfig read = new OAuthConfig(
                StoreConfig.read(values, problems),
                problems.<@Nullable String>read(() -> account(values), null),
                LoginConfig.read(values, problems),
                problems.read(() -> duration(values, REFRESH_THRESHOLD, true), Duration.ZERO),
                problems.<@Nullable Duration>read(() -> keepAlive(values), null),
                problems.read(() -> sessionCache(values), Duration.ZERO),
                problems.read(() -> duration(values, ENDING_NOTICE, true), Duration.ZERO),
                problems.read(() -> duration(values, HTTP_TIMEOUT, false), Duration.ZERO),
                problems.read(() -> bytes(values), 0L),
                values.valueOrDefault(DPOP_PROVIDER),
                problems.read(() -> TelemetryConfig.read(values), TelemetryConfig.NONE));
        problems.throwIfAny();
        return read;
    }

    // A misspelled key would silently leave the default in effect, such as the memory store.
    private static void rejectUnknownKeys(ConfigValues values, ConfigProblems problems) {
        Config config = values.config();
        TreeSet<String> unknown = new TreeSet<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(ConfigKey.PREFIX) && !ConfigKey.isKnown(name) && !repeatsKey(values, name)) {
                unknown.add(name);
            }
        }
        for (String key : unknown) {
            problems.add(ConfigurationException.unknown(key, SimilarKeys.advice(key)));
        }
    }

    // Some config sources list an environment variable under a second key name, with the same value.
    private static boolean repeatsKey(ConfigValues values, String name) {
        return Arrays.stream(ConfigKey.values())
                .filter(key -> key.isSameVariable(name))
                .map(values::value)
                .anyMatch(value -> value != null
                        && values.config()
                                .getOptionalValue(name, String.class)
                                .map(String::strip)
                                .filter(value::equals)
                                .isPresent());
    }

    private static @Nullable String account(ConfigValues values) {
        String value = values.value(ACCOUNT);
        if (value != null && !Did.isValid(value)) {
            throw invalid(ACCOUNT, value, "a DID, such as did:plc:ewvi7nxzyoun6zhxrhs64oiz", null);
        }
        return value;
    }

    private static @Nullable Duration keepAlive(ConfigValues values) {
        String value = values.valueOrDefault(KEEP_ALIVE);
        return value.equalsIgnoreCase(KEEP_ALIVE.defaultValue())
                ? null
                : duration(KEEP_ALIVE, value, false, "off, or an ISO 8601 duration of more than PT0S, such as P7D");
    }

    private static Duration duration(ConfigValues values, ConfigKey key, boolean zeroAllowed) {
        return duration(
                key,
                values.valueOrDefault(key),
                zeroAllowed,
                "an ISO 8601 duration of " + (zeroAllowed ? "PT0S or more" : "more than PT0S") + ", such as "
                        + key.defaultValue());
    }

    private static Duration duration(ConfigKey key, String value, boolean zeroAllowed, String use) {
        try {
            Duration duration = Duration.parse(value);
            // Timeouts are computed in nanoseconds. toNanos() throws if the duration is too long.
            long nanos = duration.toNanos();
            if (nanos < 0 || (nanos == 0 && !zeroAllowed)) {
                throw invalid(key, value, use, null);
            }
            return duration;
        } catch (DateTimeException | ArithmeticException e) {
            throw invalid(key, value, use, e);
        }
    }

    private static Duration sessionCache(ConfigValues values) {
        Duration lifetime = duration(values, SESSION_CACHE, true);
        if (lifetime.compareTo(SessionRefresher.MAX_SESSION_CACHE) > 0) {
            throw invalid(
                    SESSION_CACHE,
                    values.valueOrDefault(SESSION_CACHE),
                    "an ISO 8601 duration of at most " + SessionRefresher.MAX_SESSION_CACHE + ", such as "
                            + SESSION_CACHE.defaultValue(),
                    null);
        }
        return lifetime;
    }

    private static long bytes(ConfigValues values) {
        String value = values.valueOrDefault(BODY_LIMIT);
        String use = "a number of bytes from 0 to " + Integer.MAX_VALUE;
        try {
            long bytes = Long.parseLong(value);
            if (bytes < 0 || bytes > Integer.MAX_VALUE) {
                throw invalid(BODY_LIMIT, value, use, null);
            }
            return bytes;
        } catch (NumberFormatException e) {
            throw invalid(BODY_LIMIT, value, use, e);
        }
    }
}
