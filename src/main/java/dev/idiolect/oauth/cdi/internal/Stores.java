package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import jakarta.enterprise.inject.Instance;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens the configured store. */
final class Stores {

    private static final Logger LOG = System.getLogger(Stores.class.getName());

    private Stores() {}

    /** @param beans the application's beans, for a data source and a source of keys */
    static OAuthTokenStore open(StoreConfig config, Supplier<Instance<Object>> beans) {
        return switch (config.kind()) {
            case MEMORY -> {
                LOG.log(
                        Level.WARNING,
                        "IDOA-0101: Sessions are stored in memory only: after a restart every user must sign in again."
                                + " Set {0} to filesystem, sqlite or jdbc",
                        ConfigKey.STORE.key());
                yield new InMemoryOAuthTokenStore();
            }
            case FILESYSTEM -> openAt(config, beans.get(), FilesystemOAuthTokenStore::open);
            case SQLITE -> openAt(config, beans.get(), SqliteOAuthTokenStore::open);
            case JDBC -> {
                KeySource keys = EncryptionConfig.keys(config, beans.get());
                OAuthTokenStore store = JdbcStores.open(config, keys, beans.get());
                log(store, keys);
                yield store;
            }
        };
    }

    private static OAuthTokenStore openAt(
            StoreConfig config, Instance<Object> beans, BiFunction<Path, @Nullable KeySource, OAuthTokenStore> open) {
        Path path = Objects.requireNonNull(config.path(), ConfigKey.STORE_PATH.key());
        KeySource keys = EncryptionConfig.keys(config, beans);
        try {
            OAuthTokenStore store = open.apply(path, keys);
            log(store, keys);
            return store;
        } catch (StoreException e) {
            throw EncryptionConfig.rejected(ConfigKey.STORE_PATH, path.toString(), e);
        }
    }

    private static void log(OAuthTokenStore store, @Nullable KeySource keys) {
        LOG.log(
                Level.INFO,
                "IDOA-0102: Sessions are stored in {0}, {1}",
                store,
                keys == null ? "not encrypted" : "encrypted");
    }
}
