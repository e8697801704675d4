package dev.idiolect.oauth.store;

/** The contract with encryption. */
class EncryptedSqliteLoginsTest extends PersistentPendingLoginsContract {

    @Override
    Kind kind() {
        return Kind.ENCRYPTED_SQLITE;
    }

    @Override
    PendingLogins of(OAuthTokenStore opened) {
        return ((SqliteOAuthTokenStore) opened).pendingLogins(clock, LIMIT);
    }
}
