package dev.idiolect.oauth.store.jdbc;

import dev.idiolect.oauth.store.internal.persistent.IoErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names of the tables, optionally qualified with a schema.
 *
 * @param name the name of the schema, or null for the first one of the connection's search path
 */
record JdbcSchema(@Nullable String name, String sessions, String refreshes, String pendingLogins) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
    /** @param schema the name of a schema, or null for the first one of the connection's search path */
    static JdbcSchema of(@Nullable String schema) {
        if (schema != null && !NAME.matcher(schema).matches()) {
            throw new IllegalArgumentException("the schema must be a name of letters, digits and _, such as app_oauth,"
                    + " was " + IoErrors.printable(schema));
        }
        String name = schema == null ? null : schema.toLowerCase(Locale.ROOT);
        String prefix = name == null ? "" : '"' + name + "\".";
        return new JdbcSchema(
                name, prefix + "oauth_sessions", prefix + "oauth_refreshes", prefix + "oauth_pending_logins");
    }

    /** Checks the tables. Creates missing ones first if {@code createTables}. */
    boolean prepare(Connection connection, boolean createTables) throws SQLException {
        if (createTables) {
            new JdbcTables(this).create(connection);
        }
        check(connection);
        return true;
    }

    /** Fails if a table or a column is missing, or if the user may not read a table. */
    void check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement
                    .executeQuery("SELECT did, version, body_json, pds_url, handle, token_type, issued_at, expires_at,"
                            + " refresh_expires_at, issuer, client_key_id, idle_since FROM " + sessions + " LIMIT 0")
                    .close();
            statement
                    .executeQuery(
                            "SELECT did, owner, lease_until, spend_version, spend_at FROM " + refreshes + " LIMIT 0")
                    .close();
            statement
                    .executeQuery("SELECT state_hash, expires_at, body_json FROM " + pendingLogins + " LIMIT 0")
                    .close();
        }
    }
}
