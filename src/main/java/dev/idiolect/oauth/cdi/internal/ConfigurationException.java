package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.OAuthException;
import org.jspecify.annotations.Nullable;

/** Stops the deployment when a configuration key has a wrong value; the message gives key, value and what is allowed. */
public class ConfigurationException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * Creates an exception.
     *
     * @param key the whole key
     * @param problem what is wrong and what is allowed
     * @param cause what led to it, or null
     */
    public ConfigurationException(String key, String problem, @Nullable Throwable cause) {
        super(key + problem, cause);
        this.key = key;
    }

    /**
     * Returns the key with the wrong value.
     *
     * @return the whole key, such as {@code idiolect.oauth.store}
     */
    public String key() {
        return key;
    }
}
