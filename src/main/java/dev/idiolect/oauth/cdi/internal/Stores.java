package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.store.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SqliteOAuthTokenStore;
import dev.idiolect.oauth.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens the configured store. */
final class Stores {

    private static final Logger LOG = System.getLogger(Stores.class.getName());

    private Stores() {}

    static OAuthTokenStore open(OAuthConfig config) {
        return switch (config.store()) {
            case MEMORY -> {
                LOG.log(
                        Level.WARNING,
                        "Sessions are kept in memory and end with this process: every account must sign in again. Set {0}"
                                + " to filesystem or sqlite to keep them",
                        ConfigKey.STORE.key());
                yield new InMemoryOAuthTokenStore();
            }
            case FILESYSTEM -> at(config.storePath(), FilesystemOAuthTokenStore::open);
            case SQLITE -> at(config.storePath(), SqliteOAuthTokenStore::open);
        };
    }

    private static OAuthTokenStore at(@Nullable Path path, Function<Path, OAuthTokenStore> open) {
        try {
            return open.apply(Objects.requireNonNull(path, ConfigKey.STORE_PATH.key()));
        } catch (StoreException e) {
            throw new ConfigurationException(ConfigKey.STORE_PATH.key(), "=" + path + ": " + e.getMessage(), e);
        }
    }
}
