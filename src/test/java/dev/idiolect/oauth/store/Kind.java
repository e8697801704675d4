package dev.idiolect.oauth.store;

import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.seal.internal.TestKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The persistent stores on one host. */
enum Kind {
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

    boolean isDirectory() {
        return type == FilesystemOAuthTokenStore.class;
    }

    OAuthTokenStore open(Path path) {
        return isDirectory() ? FilesystemOAuthTokenStore.open(path, keys) : SqliteOAuthTokenStore.open(path, keys);
    }

    OAuthTokenStore open(Path path, Duration closePatience) {
        return isDirectory()
                ? FilesystemOAuthTokenStore.open(path, keys, Clock.systemUTC(), closePatience)
                : SqliteOAuthTokenStore.open(path, keys, SqliteOAuthTokenStore.BUSY_TIMEOUT, closePatience);
    }

    Path lockFile(Path path) {
        return isDirectory() ? path.resolve(".lock") : path.resolveSibling(path.getFileName() + "-lock");
    }

    Class<?> type() {
        return type;
    }

    static void close(OAuthTokenStore store) throws Exception {
        ((AutoCloseable) store).close();
    }
}
