package dev.idiolect.oauth.store;

import java.nio.file.Path;

/** The contract with encryption. */
class EncryptedFilesystemStoreTest extends PersistentTokenStoreContract {

    @Override
    Kind kind() {
        return Kind.ENCRYPTED_FILESYSTEM;
    }

    @Override
    Path path() {
        return root.resolve("sessions");
    }
}
