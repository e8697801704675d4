package dev.idiolect.oauth.store;

import java.nio.file.Path;

/** The stores that outlive a process. */
enum Kind {
    FILESYSTEM {
        @Override
        OAuthTokenStore open(Path path) {
            return FilesystemOAuthTokenStore.open(path);
        }
    },

    SQLITE {
        @Override
        OAuthTokenStore open(Path path) {
            return SqliteOAuthTokenStore.open(path);
        }
    };

    abstract OAuthTokenStore open(Path path);

    static void close(OAuthTokenStore store) throws Exception {
        ((AutoCloseable) store).close();
    }
}
