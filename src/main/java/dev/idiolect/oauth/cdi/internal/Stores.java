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
                        "Sessions are stored in memory only: after a restart every user must sign in again. Set {0} to"
                                + " filesystem or sqlite",
                        ConfigKey.STORE.key());
                yield new InMemoryOAuthTokenStore();
            }
            case FILESYSTEM -> openAt(config.storePath(), FilesystemOAuthTokenStore::open);
            case SQLITE -> openAt(config.storePath(), SqliteOAuthTokenStore::open);
        };
    }

    private static OAuthTokenStore openAt(@Nullable Path path, Function<Path, OAuthTokenStore> open) {
        try {
            return open.apply(Objects.requireNonNull(path, ConfigKey.STORE_PATH.key()));
        } catch (StoreException e) {
            throw ConfigurationException.rejected(ConfigKey.STORE_PATH, String.valueOf(path), e);
        }
    }
}
