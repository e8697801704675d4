package dev.idiolect.oauth.store;

import java.nio.file.Path;

/** The contract with encryption. */
class EncryptedSqliteStoreTest extends PersistentTokenStoreContract {

    @Override
    Kind kind() {
        return Kind.ENCRYPTED_SQLITE;
    }

    @Override
    Path path() {
        return root.resolve("sessions.db");
    }
}
