package dev.idiolect.oauth.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Creates the missing tables and indexes. */
final class JdbcTables {

    private static final Logger LOG = System.getLogger(JdbcTables.class.getName());
    private static final String RESOURCE = "postgresql.sql";
    private static final Pattern CREATED = Pattern.compile("CREATE (TABLE|INDEX) IF NOT EXISTS (\\w+)");

    /** The SQLSTATEs if another host creates the same table, or the type that belongs to it, at the same moment. */
    private static final List<String> EXISTS = List.of("42P07", "42710", "23505");

    private static final String NO_PRIVILEGE = "42501";
    private static final String CANCELED = "57014";

    private final JdbcSchema schema;

    JdbcTables(JdbcSchema schema) {
        this.schema = schema;
    }

    /**
     * Creates what is missing. Several hosts may do this at once.
     *
     * <p>Does not leave the decision to {@code IF NOT EXISTS}: for an existing index too, PostgreSQL first locks the table,
     * and while it waits for that lock, no other host can write a session.
     */
    void create(Connection connection) throws SQLException {
        Set<String> existing = existing(connection);
        for (String statement : statements()) {
            Matcher created = CREATED.matcher(statement);
            if (!created.lookingAt() || !existing.contains(created.group(2))) {
                execute(connection, qualified(statement));
            }
        }
    }

    private Set<String> existing(Connection connection) throws SQLException {
        try (PreparedStatement statement = JdbcDatabase.prepare(
                        connection,
                        "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid ="
                                + " c.relnamespace WHERE n.nspname = coalesce(?, current_schema()::text) AND c.relname LIKE"
                                + " 'oauth%'",
                        schema.name());
                ResultSet row = statement.executeQuery()) {
            Set<String> names = new HashSet<>();
            while (row.next()) {
                names.add(row.getString(1));
            }
            return names;
        }
    }

    private void execute(Connection connection, String statement) throws SQLException {
        try {
            JdbcDatabase.update(connection, statement);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            boolean optional =
                    statement.startsWith("CREATE INDEX") && (NO_PRIVILEGE.equals(state) || CANCELED.equals(state));
            if (optional) {
                LOG.log(
                        Level.WARNING,
                        "IDOA-0219: Cannot create an index, so searching for idle sessions is slow. As the owner of the"
                                + " table, run: {0}",
                        statement.replace("CREATE INDEX", "CREATE INDEX CONCURRENTLY"));
            } else if (!EXISTS.contains(state)) {
                throw e;
            }
        }
    }

    private String qualified(String statement) {
        return statement
                .replace("oauth_sessions", schema.sessions())
                .replace("oauth_refreshes", schema.refreshes())
                .replace("oauth_pending_logins", schema.pendingLogins());
    }

    private static List<String> statements() {
        return Arrays.stream(resource().replaceAll("(?m)^--.*$", "").split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static String resource() {
        try (InputStream in = JdbcTables.class.getResourceAsStream(RESOURCE)) {
            return new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
