package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.jdbc.JdbcOAuthTokenStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Runs commands in this process on a real PostgreSQL, beside an application on another host. */
@Timeout(60)
abstract class DatabaseFixture extends InProcessFixture {

    String schema;

    @BeforeEach
    void createSchema() throws SQLException {
        schema = PostgreSql.newSchema();
        cli.set("IDIOLECT_OAUTH_STORE_URL", PostgreSql.url("public"));
        cli.set("IDIOLECT_OAUTH_STORE_USER", "postgres");
        cli.set("IDIOLECT_OAUTH_STORE_PASSWORD", "s3cret-password");
    }

    /** Runs a command on the database, and returns its exit code. */
    int run(String command, String... more) {
        String[] words = ("oauth " + command + " --store jdbc --store-schema " + schema).split(" ");
        int exitCode = cli.run(more, words);
        if ((cli.out() + cli.err()).contains("s3cret-password")) {
            throw new AssertionError("The password is in the output:\n" + cli.out() + cli.err());
        }
        return exitCode;
    }

    /** Opens the store of the application. */
    JdbcOAuthTokenStore application(@Nullable KeySource keys) {
        return JdbcOAuthTokenStore.builder(PostgreSql.dataSource(schema))
                .encryption(keys)
                .open();
    }

    void save(@Nullable KeySource keys, OAuthSession... sessions) {
        try (JdbcOAuthTokenStore store = application(keys)) {
            for (OAuthSession session : sessions) {
                store.save(session);
            }
        }
    }

    OAuthSession stored(@Nullable KeySource keys, String did) {
        try (JdbcOAuthTokenStore store = application(keys)) {
            return store.load(did).orElseThrow();
        }
    }

    String sql(String query) throws SQLException {
        try (Connection connection = PostgreSql.dataSource(schema).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : "";
        }
    }
}
