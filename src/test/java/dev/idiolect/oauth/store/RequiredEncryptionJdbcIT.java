package dev.idiolect.oauth.store;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.store.jdbc.JdbcOAuthTokenStore;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

class RequiredEncryptionJdbcIT extends RequiredEncryptionContract {

    private String schema;

    @BeforeEach
    void createSchema() throws SQLException {
        schema = PostgreSql.newSchema();
    }

    @Override
    OAuthTokenStore open(@Nullable KeySource keys) {
        return JdbcOAuthTokenStore.builder(PostgreSql.dataSource(schema))
                .encryption(keys)
                .open();
    }
}
