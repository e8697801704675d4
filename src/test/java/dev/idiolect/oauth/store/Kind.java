package dev.idiolect.oauth.store;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** The persistent stores. */
enum Kind {
    FILESYSTEM {
        @Override
        OAuthTokenStore open(Path path) {
            return FilesystemOAuthTokenStore.open(path);
        }

        @Override
        OAuthTokenStore open(Path path, Duration closePatience) {
            return FilesystemOAuthTokenStore.open(path, Clock.systemUTC(), closePatience);
        }

        @Override
        Path lockFile(Path path) {
            return path.resolve(".lock");
        }

        @Override
        Class<?> type() {
            return FilesystemOAuthTokenStore.class;
        }
    },

    SQLITE {
        @Override
        OAuthTokenStore open(Path path) {
            return SqliteOAuthTokenStore.open(path);
        }

        @Override
        OAuthTokenStore open(Path path, Duration closePatience) {
            return SqliteOAuthTokenStore.open(path, SqliteOAuthTokenStore.BUSY_TIMEOUT, closePatience);
        }

        @Override
        Path lockFile(Path path) {
            return path.resolveSibling(path.getFileName() + "-lock");
        }

        @Override
        Class<?> type() {
            return SqliteOAuthTokenStore.class;
        }
    };

    abstract OAuthTokenStore open(Path path);

    abstract OAuthTokenStore open(Path path, Duration closePatience);

    abstract Path lockFile(Path path);

    abstract Class<?> type();

    static void close(OAuthTokenStore store) throws Exception {
        ((AutoCloseable) store).close();
    }
}
