package dev.idiolect.oauth.store.jdbc;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.seal.internal.TestKeys;
import dev.idiolect.oauth.store.LibraryPendingLoginsContract;
import dev.idiolect.oauth.store.PendingLogins;

/** The contract with encryption. */
class EncryptedJdbcLoginsIT extends LibraryPendingLoginsContract {

    private JdbcOAuthTokenStore store;

    @Override
    protected PendingLogins open() throws Exception {
        String schema = PostgreSql.newSchema();
        store = JdbcOAuthTokenStore.builder(PostgreSql.dataSource(schema))
                .encryption(TestKeys.source("one"))
                .open();
        return store.pendingLogins(JdbcSchema.of(schema), clock, connection -> clock.millis(), LIMIT);
    }

    @Override
    protected void close() {
        store.close();
    }
}
