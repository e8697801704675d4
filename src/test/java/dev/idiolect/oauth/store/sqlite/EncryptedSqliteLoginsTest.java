package dev.idiolect.oauth.store.sqlite;

import dev.idiolect.oauth.store.Kind;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.PersistentPendingLoginsContract;

/** The contract with encryption. */
class EncryptedSqliteLoginsTest extends PersistentPendingLoginsContract {

    @Override
    protected Kind kind() {
        return Kind.ENCRYPTED_SQLITE;
    }

    @Override
    protected PendingLogins of(OAuthTokenStore opened) {
        return ((SqliteOAuthTokenStore) opened).pendingLogins(clock, LIMIT);
    }
}
