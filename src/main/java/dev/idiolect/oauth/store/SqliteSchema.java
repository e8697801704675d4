package dev.idiolect.oauth.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;

/** The tables; the one that sessions are in is the same as the Rust crate's. */
final class SqliteSchema {

    private static final String CREATE =
            "CREATE TABLE IF NOT EXISTS sessions (did TEXT PRIMARY KEY NOT NULL, body_json TEXT NOT NULL)";

    // Result codes of SQLite: the low byte is the primary one.
    private static final int PRIMARY = 0xff;
    private static final int BUSY = 5;

    private SqliteSchema() {}

    /** Makes the table if it is missing; fails if it isn't as it should be or can't be written to. */
    static void prepare(SqliteConnections connections, Deadline deadline) throws SQLException {
        AtomicReference<SQLException> busy = new AtomicReference<>();
        AtomicReference<SQLException> failure = new AtomicReference<>();
        // While another process makes the same new database, SQLite answers "busy" without waiting.
        boolean done = Backoff.until(deadline, () -> {
            try {
                connections.read(SqliteSchema::prepare);
            } catch (SQLException e) {
                boolean again = (e.getErrorCode() & PRIMARY) == BUSY;
                (again ? busy : failure).set(e);
                return !again;
            }
            return true;
        });
        SQLException reason = done ? failure.get() : busy.get();
        if (reason != null) {
            throw reason;
        }
    }

    private static boolean prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            journalInWal(statement);
            statement.executeUpdate(CREATE);
            statement.executeUpdate(SqlitePendingLogins.CREATE);
            requireColumns(statement);
            // Finds out now, not at the first save, whether the file may be written to; BEGIN IMMEDIATE does not.
            statement.executeUpdate("DELETE FROM sessions WHERE did IS NULL");
            return true;
        }
    }

    private static void journalInWal(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA journal_mode=WAL")) {
            String mode = row.next() ? row.getString(1) : "none";
            if (!"wal".equalsIgnoreCase(mode)) {
                throw new SQLException("it can't be switched to write-ahead logging, its journal mode stays " + mode);
            }
        }
    }

    /** Fails if the table of sessions isn't as it should be. */
    static void requireColumns(Statement statement) throws SQLException {
        boolean did = false;
        boolean body = false;
        boolean other = false;
        try (ResultSet column = statement.executeQuery("PRAGMA table_info(sessions)")) {
            while (column.next()) {
                boolean key = column.getInt("pk") > 0;
                switch (column.getString("name")) {
                    case "did" -> did = key;
                    case "body_json" -> body = !key;
                    default -> other |= key || column.getInt("notnull") > 0 && column.getString("dflt_value") == null;
                }
            }
        }
        if (!did || !body || other) {
            throw new SQLException("its table sessions has other columns than did (primary key) and body_json;"
                    + " choose another file");
        }
    }
}
