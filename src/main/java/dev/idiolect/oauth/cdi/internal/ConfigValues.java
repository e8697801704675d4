package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.internal.http.SecretForms;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * The configured values, as text.
 *
 * <p>Values are read as strings and parsed by this library, because runtimes differ in enum conversion and in failure
 * reports.
 */
record ConfigValues(Config config) {

    /**
     * Returns the value without surrounding blanks, or null if it is missing or blank.
     *
     * @throws ConfigurationException if the value refers to a property that is not set, or is a secret of another key
     */
    @Nullable
    String value(ConfigKey key) {
        String value = config.getOptionalValue(key.key(), String.class)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(null);
        if (value == null) {
            requireResolved(key);
        } else if (!key.isSecret() && SecretForms.hasKeyOrToken(value)) {
            // As a path or a name, the secret would become visible to others.
            throw ConfigurationException.secret(key, value);
        }
        return value;
    }

    // If STORE is undefined, MicroProfile Config treats store=${STORE} as missing, and the default would apply.
    private void requireResolved(ConfigKey key) {
        ConfigValue configured = config.getConfigValue(key.key());
        String raw = configured.getRawValue();
        if (configured.getValue() == null && raw != null && raw.contains("${")) {
            throw ConfigurationException.unresolved(key, key.mayContainSecret() ? "..." : raw);
        }
    }

    /** Returns the value, or the key's default. */
    String valueOrDefault(ConfigKey key) {
        String value = value(key);
        return value == null ? String.valueOf(key.defaultValue()) : value;
    }
}
