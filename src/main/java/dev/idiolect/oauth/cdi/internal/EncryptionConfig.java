package dev.idiolect.oauth.cdi.internal;

import static dev.idiolect.oauth.internal.config.ConfigKey.ENCRYPTION_KEYS;
import static dev.idiolect.oauth.internal.config.ConfigKey.ENCRYPTION_KEYS_PATH;
import static dev.idiolect.oauth.internal.config.ConfigKey.ENCRYPTION_REQUIRED;

import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.seal.internal.SealException;
import dev.idiolect.oauth.seal.internal.Sealer;
import dev.idiolect.oauth.store.StoreException;
import jakarta.enterprise.inject.Instance;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the encryption keys of a persistent store: the configured ones, or a bean. */
final class EncryptionConfig {

    private static final Logger LOG = System.getLogger(EncryptionConfig.class.getName());
    private static final String JWKS = "a JSON Web Key Set of 256-bit oct keys, each with a unique kid";

    private EncryptionConfig() {}

    /**
     * Returns the source of the keys, which refuses plain text if encryption is required.
     *
     * @throws ConfigurationException like {@link #source}, or if encryption is required and there are no keys
     */
    static @Nullable KeySource keys(StoreConfig config, Instance<Object> beans) {
        KeySource source = source(config, beans);
        if (!config.encryptionRequired()) {
            return source;
        }
        if (source == null) {
            throw ConfigurationException.invalid(
                    ENCRYPTION_REQUIRED,
                    "true",
                    "it with " + ENCRYPTION_KEYS_PATH.key() + ", " + ENCRYPTION_KEYS.key()
                            + " or a bean of the type KeySource",
                    null);
        }
        return source.refusingPlainText();
    }

    /**
     * Checks the configuration of an application with its own store bean, because it has no effect on that bean. Logs a
     * warning about configured keys: they can be there for the command line, or for another store of the application.
     *
     * @throws ConfigurationException if encryption is required
     */
    static void checkForOwnStore(StoreConfig config) {
        if (config.encryptionRequired()) {
            throw ConfigurationException.unusable(
                    ENCRYPTION_REQUIRED,
                    "it has no effect on the application's own OAuthTokenStore bean. Remove this key, and create that"
                            + " store with KeySource.refusingPlainText(). Or remove the bean, and configure the store"
                            + " with " + ConfigKey.STORE.key());
        }
        if (config.encryptionKeys() != null || config.encryptionKeysPath() != null) {
            LOG.log(
                    Level.WARNING,
                    "IDOA-0502: {0} has no effect on the application''s own OAuthTokenStore bean. To encrypt its"
                            + " sessions, create it with a KeySource",
                    (config.encryptionKeys() != null ? ENCRYPTION_KEYS : ENCRYPTION_KEYS_PATH).key());
        }
    }

    /**
     * Returns the source of the keys. Logs a warning if there is none.
     *
     * @return the source, or null to store plain text
     * @throws ConfigurationException if the keys are invalid or not available, or if there are several sources
     */
    private static @Nullable KeySource source(StoreConfig config, Instance<Object> beans) {
        Instance<KeySource> bean = beans.select(KeySource.class);
        String inline = config.encryptionKeys();
        Path path = config.encryptionKeysPath();
        if (inline == null && path == null) {
            // A producer with the scope @Dependent may return null, for example if the application has no keys.
            KeySource own = bean.isResolvable() ? bean.get() : null;
            if (own != null) {
                return own;
            }
            if (bean.isAmbiguous()) {
                throw ConfigurationException.missing(
                        ENCRYPTION_KEYS_PATH, "a file of keys, or keep one of the beans of the type KeySource");
            }
            LOG.log(
                    Level.WARNING,
                    "IDOA-0501: Sessions are stored without encryption: anyone who can read the store or a backup can"
                            + " use the accounts. Set {0} to a file of keys, created with: idiolect oauth keys new",
                    ENCRYPTION_KEYS_PATH.key());
            return null;
        }
        ConfigKey key = inline != null ? ENCRYPTION_KEYS : ENCRYPTION_KEYS_PATH;
        // Messages never contain the keys themselves.
        String shown = inline != null ? "..." : String.valueOf(path);
        if (bean.isAmbiguous() || hasKeys(bean)) {
            throw ConfigurationException.invalid(key, shown, "either this key or a bean of the type KeySource", null);
        }
        KeySource source = inline != null ? () -> inline : KeySource.file(Path.of(shown));
        try {
            Sealer.of(source);
        } catch (SealException e) {
            throw ConfigurationException.invalid(
                    key, shown, (inline != null ? "" : "a file with ") + JWKS + " (" + e.getMessage() + ")", e);
        }
        return source;
    }

    private static boolean hasKeys(Instance<KeySource> bean) {
        try {
            return bean.isResolvable() && bean.get() != null;
        } catch (RuntimeException e) {
            return true; // The application then still has two sources, and may mean either.
        }
    }

    /** Returns the failure of a store with its configuration key, or unchanged if the encryption keys are at fault. */
    static RuntimeException rejected(ConfigKey key, String value, StoreException e) {
        return e.getCause() instanceof SealException ? e : ConfigurationException.rejected(key, value, e);
    }
}
