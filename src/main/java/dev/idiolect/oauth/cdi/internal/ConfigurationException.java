package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.internal.http.SecretForms;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a configuration key is unknown or missing, or has an invalid value. Stops the deployment.
 *
 * <p>The message contains the key, its value without secrets, and the fix.
 */
public class ConfigurationException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final String key;

    private ConfigurationException(String key, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.key = key;
    }

    static ConfigurationException invalid(ConfigKey key, String value, String use, @Nullable Throwable cause) {
        return of(key, value, ": use " + use, ": use " + use, cause);
    }

    /** Like {@link #invalid}, with the cause's message as the reason. */
    static ConfigurationException rejected(ConfigKey key, String value, RuntimeException cause, String use) {
        return of(key, value, ": " + cause.getMessage() + ". Use " + use, ": use " + use, cause);
    }

    /** Like {@link #rejected}, for a cause whose message includes the fix. */
    static ConfigurationException rejected(ConfigKey key, String value, RuntimeException cause) {
        return of(key, value, ": " + cause.getMessage(), ": it was rejected", cause);
    }

    /** Returns an exception for a secret under a key that expects another value. */
    static ConfigurationException secret(ConfigKey key, String value) {
        return of(
                key,
                value,
                "",
                ": a private key or a token belongs in " + ConfigKey.CLIENT_KEYS.key() + ", "
                        + ConfigKey.ENCRYPTION_KEYS.key() + " or in a file",
                null);
    }

    // The cause's message repeats the value, so both are omitted if the value contains a secret.
    private static ConfigurationException of(
            ConfigKey key, String value, String rest, String restOfSecret, @Nullable Throwable cause) {
        String shown = SecretForms.hide(value);
        boolean secret = !shown.equals(value);
        return new ConfigurationException(
                key.key(),
                "Invalid " + key.key() + "=" + shown + (secret ? restOfSecret : rest),
                secret ? null : cause);
    }

    static ConfigurationException missing(ConfigKey key, String fix) {
        return new ConfigurationException(key.key(), key.key() + " is missing: set it to " + fix, null);
    }

    static ConfigurationException unresolved(ConfigKey key, String value) {
        return new ConfigurationException(
                key.key(),
                "Invalid " + key.key() + "=" + SecretForms.hide(value)
                        + ": it refers to an undefined property or environment variable. Set it, or use ${NAME:default}",
                null);
    }

    static ConfigurationException conflict(ConfigKey key, ConfigKey other) {
        return new ConfigurationException(
                key.key(), key.key() + " and " + other.key() + " are both set: remove one of them", null);
    }

    /** Returns an exception for a valid value that cannot be used in this application. */
    static ConfigurationException unusable(ConfigKey key, String reason) {
        return new ConfigurationException(key.key(), "Cannot use " + key.key() + ": " + reason, null);
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
