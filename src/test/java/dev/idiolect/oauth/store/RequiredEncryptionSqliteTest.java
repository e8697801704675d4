package dev.idiolect.oauth.store;

import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

class RequiredEncryptionSqliteTest extends RequiredEncryptionContract {

    @TempDir
    private Path root;

    @Override
    OAuthTokenStore open(@Nullable KeySource keys) {
        return SqliteOAuthTokenStore.open(root.resolve("store.db"), keys);
    }
}
