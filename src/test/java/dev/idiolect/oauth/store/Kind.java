package dev.idiolect.oauth.store;

import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.seal.internal.TestKeys;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.file.TestFilesystemStores;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.TestSqliteStores;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The persistent stores on one host. */
public enum Kind {
    FILESYSTEM(FilesystemOAuthTokenStore.class, null),
    SQLITE(SqliteOAuthTokenStore.class, null),
    ENCRYPTED_FILESYSTEM(FilesystemOAuthTokenStore.class, TestKeys.source("one")),
    ENCRYPTED_SQLITE(SqliteOAuthTokenStore.class, TestKeys.source("one"));

    private final Class<?> type;
    private final @Nullable KeySource keys;

    Kind(Class<?> type, @Nullable KeySource keys) {
        this.type = type;
        this.keys = keys;
    }

    public boolean isDirectory() {
        return type == FilesystemOAuthTokenStore.class;
    }

    public OAuthTokenStore open(Path path) {
        return isDirectory() ? FilesystemOAuthTokenStore.open(path, keys) : SqliteOAuthTokenStore.open(path, keys);
    }

    public OAuthTokenStore open(Path path, Duration closePatience) {
        return isDirectory()
                ? TestFilesystemStores.open(path, keys, Clock.systemUTC(), closePatience)
                : TestSqliteStores.open(path, keys, closePatience);
    }

    public Path lockFile(Path path) {
        return isDirectory() ? path.resolve(".lock") : path.resolveSibling(path.getFileName() + "-lock");
    }

    public Class<?> type() {
        return type;
    }

    public static void close(OAuthTokenStore store) throws Exception {
        ((AutoCloseable) store).close();
    }
}
