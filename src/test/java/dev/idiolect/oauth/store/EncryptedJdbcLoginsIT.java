package dev.idiolect.oauth.store;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.seal.internal.TestKeys;

/** The contract with encryption. */
class EncryptedJdbcLoginsIT extends PendingLoginsContract {

    private JdbcOAuthTokenStore store;

    @Override
    PendingLogins open() throws Exception {
        String schema = PostgreSql.newSchema();
        store = JdbcOAuthTokenStore.builder(PostgreSql.dataSource(schema))
                .encryption(TestKeys.source("one"))
                .open();
        return store.pendingLogins(JdbcSchema.of(schema), clock, connection -> clock.millis(), LIMIT);
    }

    @Override
    void close() {
        store.close();
    }
}
