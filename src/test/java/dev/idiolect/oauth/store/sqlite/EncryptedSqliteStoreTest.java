package dev.idiolect.oauth.store.sqlite;

import dev.idiolect.oauth.store.Kind;
import dev.idiolect.oauth.store.PersistentTokenStoreContract;
import java.nio.file.Path;

/** The contract with encryption. */
class EncryptedSqliteStoreTest extends PersistentTokenStoreContract {

    @Override
    protected Kind kind() {
        return Kind.ENCRYPTED_SQLITE;
    }

    @Override
    protected Path path() {
        return root.resolve("sessions.db");
    }
}
