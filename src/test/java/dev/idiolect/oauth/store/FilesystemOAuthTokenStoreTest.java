package dev.idiolect.oauth.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FilesystemOAuthTokenStoreTest extends OAuthTokenStoreContract {

    @TempDir
    Path directory;

    @Override
    OAuthTokenStore open() {
        return FilesystemOAuthTokenStore.open(directory.resolve("sessions"));
    }
}
