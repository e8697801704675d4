package dev.idiolect.oauth.cdi;

import dev.idiolect.oauth.store.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SqliteOAuthTokenStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Objects;

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
            case FILESYSTEM -> FilesystemOAuthTokenStore.open(path(config));
            case SQLITE -> SqliteOAuthTokenStore.open(path(config));
        };
    }

    private static Path path(OAuthConfig config) {
        return Objects.requireNonNull(config.storePath(), ConfigKey.STORE_PATH.key());
    }
}
