package dev.idiolect.oauth.cdi.internal;

import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * The configured values, as text.
 *
 * <p>Values are read as strings and parsed by this library, because runtimes differ in enum conversion and in failure
 * reports.
 */
record ConfigValues(Config config) {

    /** Returns the value without surrounding blanks, or null if it is missing or blank. */
    @Nullable
    String value(ConfigKey key) {
        return config.getOptionalValue(key.key(), String.class)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .orElse(null);
    }

    /** Returns the value, or the key's default. */
    String valueOrDefault(ConfigKey key) {
        String value = value(key);
        return value == null ? String.valueOf(key.defaultValue()) : value;
    }
}
