package dev.idiolect.oauth.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteOAuthTokenStoreTest extends OAuthTokenStoreContract {

    @TempDir
    Path root;

    private Path file;

    @Override
    OAuthTokenStore open() {
        file = root.resolve("state/sessions.db");
        return SqliteOAuthTokenStore.open(file);
    }
}
