package dev.idiolect.oauth.store.jdbc;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.SessionLeaseContract;
import java.time.Duration;
import javax.sql.DataSource;

class JdbcLeaseContractIT extends SessionLeaseContract {

    private String schema;
    private DataSource dataSource;

    @Override
    protected OAuthTokenStore open() throws Exception {
        schema = PostgreSql.newSchema();
        dataSource = PostgreSql.dataSource(schema);
        return openSecond();
    }

    @Override
    protected OAuthTokenStore openSecond() {
        JdbcOAuthTokenStore.Builder builder = JdbcOAuthTokenStore.builder(dataSource);
        // Short, because some tests leave locks of ended hosts.
        builder.closePatience = Duration.ZERO;
        return builder.open();
    }

    @Override
    protected void expireLocks() throws Exception {
        PostgreSql.ageLeases(schema, JdbcLease.LEASE.plusSeconds(1));
    }
}
