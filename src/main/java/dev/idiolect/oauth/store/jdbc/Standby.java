package dev.idiolect.oauth.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The synchronous standby, which confirms each change before its statement ends. If such a statement is canceled, because of
 * its time limit for example, it does not fail: PostgreSQL keeps the change on the primary, and adds a warning.
 *
 * @see <a href="https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION">PostgreSQL: Synchronous
 *     Replication</a>
 */
final class Standby {

    /** The remedy in messages. */
    static final String REMEDY = "Check the standbys in synchronous_standby_names";

    /** The SQLSTATE of a warning. It has no class of its own, and its text depends on the language of the server. */
    private static final String WARNING = "01000";

    /** An SQL expression: whether a standby is expected to confirm changes. */
    private static final String EXPECTED = "current_setting('synchronous_standby_names', true) <> ''";

    /**
     * An SQL expression: the value of {@code client_min_messages} if it hides the warning of an expected standby, or null.
     * Statements that need the warning return it too, because both settings can change at any time.
     * Other databases that speak the dialect may lack the settings; it is null there.
     */
    static final String HIDING =
            "CASE WHEN " + EXPECTED + " AND current_setting('client_min_messages') IN ('error', 'fatal', 'panic')"
                    + " THEN current_setting('client_min_messages') END";

    /** The SQLSTATE for an object that is not in the required state. */
    private static final String WRONG_STATE = "55000";

    private Standby() {}

    /** Fails if the connection would hide the warning of an expected standby. */
    static void requireWarnings(Connection connection) throws SQLException {
        try (PreparedStatement statement = JdbcDatabase.prepare(connection, "SELECT " + HIDING);
                ResultSet row = statement.executeQuery()) {
            row.next();
            requireWarnings(row.getString(1));
        }
    }

    /** @param hiding the value of {@link #HIDING} */
    static void requireWarnings(@Nullable String hiding) throws SQLException {
        if (hiding != null) {
            throw new SQLException(
                    "client_min_messages=" + hiding
                            + " hides the warning of PostgreSQL that the synchronous standby has not"
                            + " confirmed a change, so a failover could lose new tokens. For the user of the connections,"
                            + " run: ALTER ROLE ... SET client_min_messages = warning, and open new connections",
                    WRONG_STATE);
        }
    }

    /** Fails if the standby has not confirmed the change of a statement. */
    static void requireConfirmed(Connection connection, Statement statement) throws SQLException {
        if (!hasConfirmed(connection, statement)) {
            throw new SQLTransientException(
                    "the synchronous standby has not confirmed it, so a failover could lose new tokens. " + REMEDY,
                    WARNING);
        }
    }

    /** Returns whether the standby has confirmed the change of a statement, or is not waited for. */
    static boolean hasConfirmed(Connection connection, Statement statement) throws SQLException {
        SQLWarning warning = statement.getWarnings();
        while (warning != null && !WARNING.equals(warning.getSQLState())) {
            warning = warning.getNextWarning();
        }
        return warning == null || !isExpected(connection);
    }

    // If no standby is expected, the warning has another reason, such as a trigger.
    private static boolean isExpected(Connection connection) throws SQLException {
        try (PreparedStatement statement = JdbcDatabase.prepare(connection, "SELECT " + EXPECTED);
                ResultSet row = statement.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }
}
