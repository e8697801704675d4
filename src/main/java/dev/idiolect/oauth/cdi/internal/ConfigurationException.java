package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.OAuthException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a configuration key is unknown or missing, or has an invalid value. Stops the deployment.
 *
 * <p>The message contains the key, its value (unless it is a secret), and the fix.
 */
public class ConfigurationException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final String key;

    private ConfigurationException(String key, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.key = key;
    }

    /** Not for keys with secret values, because the message contains the value. */
    static ConfigurationException invalid(ConfigKey key, String value, String use, @Nullable Throwable cause) {
        return new ConfigurationException(key.key(), "Invalid " + key.key() + "=" + value + ": use " + use, cause);
    }

    /** Like {@link #invalid}, with the cause's message as the reason. */
    static ConfigurationException rejected(ConfigKey key, String value, RuntimeException cause, String use) {
        return new ConfigurationException(
                key.key(), "Invalid " + key.key() + "=" + value + ": " + cause.getMessage() + ". Use " + use, cause);
    }

    /** Like {@link #rejected}, for a cause whose message includes the fix. */
    static ConfigurationException rejected(ConfigKey key, String value, RuntimeException cause) {
        return new ConfigurationException(
                key.key(), "Invalid " + key.key() + "=" + value + ": " + cause.getMessage(), cause);
    }

    static ConfigurationException missing(ConfigKey key, String fix) {
        return new ConfigurationException(key.key(), key.key() + " is missing: set it to " + fix, null);
    }

    static ConfigurationException unresolved(ConfigKey key, String value) {
        return new ConfigurationException(
                key.key(),
                "Invalid " + key.key() + "=" + value
                        + ": it refers to an undefined property or environment variable. Set it, or use ${NAME:default}",
                null);
    }

    static ConfigurationException conflict(ConfigKey key, ConfigKey other) {
        return new ConfigurationException(
                key.key(), key.key() + " and " + other.key() + " are both set: remove one of them", null);
    }

    static ConfigurationException unknown(String key, String fix) {
        return new ConfigurationException(key, "Unknown key " + key + ": " + fix, null);
    }

    /** Returns an exception for several mistakes. The message has one line for each. */
    static ConfigurationException all(List<ConfigurationException> mistakes) {
        String lines = mistakes.stream()
                .map(mistake -> System.lineSeparator() + "  " + mistake.getMessage())
                .collect(Collectors.joining());
        ConfigurationException all = new ConfigurationException(
                mistakes.get(0).key, mistakes.size() + " configuration mistakes:" + lines, null);
        mistakes.forEach(all::addSuppressed);
        return all;
    }

    /**
     * Returns the key at fault; the first one if there are several.
     *
     * @return the full key, such as {@code idiolect.oauth.store}
     */
    public String key() {
        return key;
    }
}
