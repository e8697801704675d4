package dev.idiolect.oauth.store;

import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

class RequiredEncryptionFilesTest extends RequiredEncryptionContract {

    @TempDir
    private Path root;

    @Override
    OAuthTokenStore open(@Nullable KeySource keys) {
        return FilesystemOAuthTokenStore.open(root.resolve("store"), keys);
    }
}
