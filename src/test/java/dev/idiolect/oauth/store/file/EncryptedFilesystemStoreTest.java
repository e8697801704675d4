package dev.idiolect.oauth.store.file;

import dev.idiolect.oauth.store.Kind;
import dev.idiolect.oauth.store.PersistentTokenStoreContract;
import java.nio.file.Path;

/** The contract with encryption. */
class EncryptedFilesystemStoreTest extends PersistentTokenStoreContract {

    @Override
    protected Kind kind() {
        return Kind.ENCRYPTED_FILESYSTEM;
    }

    @Override
    protected Path path() {
        return root.resolve("sessions");
    }
}
