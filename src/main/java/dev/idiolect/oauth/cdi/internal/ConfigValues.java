package dev.idiolect.oauth.cdi.internal;

import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * The values of keys as text. They are read as strings and parsed by us: runtimes differ in how they convert enums and what
 * they do when they can't.
 */
record ConfigValues(Config config) {

    /** The value without space around it, or null if there is none or nothing is left of it. */
    @Nullable
    String value(ConfigKey key) {
        return config.getOptionalValue(key.key(), String.class)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .orElse(null);
    }

    /** The value, or the key's default. */
    String required(ConfigKey key) {
        String value = value(key);
        return value == null ? String.valueOf(key.byDefault()) : value;
    }

    /** Not for keys whose values are secrets. */
    static ConfigurationException wrong(ConfigKey key, String value, String allowed, @Nullable Throwable cause) {
        return new ConfigurationException(key.key(), "=" + value + " is not allowed. Allowed: " + allowed, cause);
    }

    /** The same with a reason that names the value and the rule. */
    static ConfigurationException broken(ConfigKey key, String value, RuntimeException rule, String allowed) {
        return new ConfigurationException(
                key.key(), "=" + value + " is not allowed: " + rule.getMessage() + ". Allowed: " + allowed, rule);
    }
}
