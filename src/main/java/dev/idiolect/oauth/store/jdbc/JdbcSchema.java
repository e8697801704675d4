package dev.idiolect.oauth.store.jdbc;

import dev.idiolect.oauth.store.internal.persistent.IoErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of the tables, optionally qualified with a schema. */
record JdbcSchema(String sessions, String refreshes, String pendingLogins) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
    private static final String RESOURCE = "postgresql.sql";

    /** The SQLSTATEs if another host creates the same table, or the type that belongs to it, at the same moment. */
    private static final List<String> EXISTS = List.of("42P07", "42710", "23505");

    private static final String NO_PRIVILEGE = "42501";

    /** @param schema the name of a schema, or null for the first one of the connection's search path */
    static JdbcSchema of(@Nullable String schema) {
        if (schema != null && !NAME.matcher(schema).matches()) {
            throw new IllegalArgumentException("the schema must be a name of letters, digits and _, such as app_oauth,"
                    + " was " + IoErrors.printable(schema));
        }
        String prefix = schema == null ? "" : '"' + schema.toLowerCase(Locale.ROOT) + "\".";
        return new JdbcSchema(prefix + "oauth_sessions", prefix + "oauth_refreshes", prefix + "oauth_pending_logins");
    }

    /** Checks the tables. Creates missing ones first if {@code createTables}. */
    boolean prepare(Connection connection, boolean createTables) throws SQLException {
        if (createTables) {
            create(connection);
        }
        check(connection);
        return true;
    }

    /** Creates missing tables. Several hosts may do this at once. */
    void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String create : statements()) {
                executeUnlessConcurrent(statement, create);
            }
        }
    }

    private static void executeUnlessConcurrent(Statement statement, String create) throws SQLException {
        try {
            statement.executeUpdate(create);
        } catch (SQLException e) {
            // Only the owner of the table may execute this, even if the index exists. A missing index only slows the
            // sweep.
            boolean optional = create.startsWith("CREATE INDEX") && NO_PRIVILEGE.equals(e.getSQLState());
            if (!optional && !EXISTS.contains(e.getSQLState())) {
                throw e;
            }
        }
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

    /** Returns the statements that create the tables. */
    List<String> statements() {
        return Arrays.stream(resource().replaceAll("(?m)^--.*$", "").split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .map(statement -> statement
                        .replace("oauth_sessions", sessions)
                        .replace("oauth_refreshes", refreshes)
                        .replace("oauth_pending_logins", pendingLogins))
                .toList();
    }

    private static String resource() {
        try (InputStream in = JdbcSchema.class.getResourceAsStream(RESOURCE)) {
            return new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
