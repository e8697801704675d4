package dev.idiolect.oauth.store.sqlite;

import dev.idiolect.oauth.store.internal.Backoff;
import dev.idiolect.oauth.store.internal.Deadline;
import dev.idiolect.oauth.store.internal.persistent.SqlWork;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;

/** Creates and checks the tables. The table {@code sessions} has the format of the Rust crate. */
final class SqliteSchema {

    private static final String CREATE =
            "CREATE TABLE IF NOT EXISTS sessions (did TEXT PRIMARY KEY NOT NULL, body_json TEXT NOT NULL)";

    static final String PENDING_LOGINS = "pending_logins";

    private static final String CREATE_PENDING_LOGINS = "CREATE TABLE IF NOT EXISTS " + PENDING_LOGINS
            + " (state_hash TEXT PRIMARY KEY NOT NULL, expires_at INTEGER NOT NULL, body_json TEXT NOT NULL)";

    private SqliteSchema() {}

    /** Creates missing tables. Fails if the table {@code sessions} has other columns or is read-only. */
    static void prepare(SqliteConnections connections, Deadline deadline) throws SQLException {
        AtomicReference<SQLException> busy = new AtomicReference<>();
        AtomicReference<SQLException> failure = new AtomicReference<>();
        // While another process creates the same database, SQLite returns "busy" without waiting.
        boolean done = Backoff.until(deadline, () -> {
            try {
                connections.run(SqliteSchema::prepare);
            } catch (SQLException e) {
                boolean again = SqliteErrors.isBusy(e);
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
            statement.executeUpdate(CREATE_PENDING_LOGINS);
            requireColumns(statement);
            // Detects a read-only file now instead of at the first save. BEGIN IMMEDIATE does not detect it.
            statement.executeUpdate("DELETE FROM sessions WHERE did IS NULL");
            return true;
        }
    }

    private static void journalInWal(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA journal_mode=WAL")) {
            String mode = row.next() ? row.getString(1) : "none";
            if (!"wal".equalsIgnoreCase(mode)) {
                throw new SQLException("cannot switch to write-ahead logging; the journal mode stays " + mode);
            }
        }
    }

    /**
     * Runs work that writes. Every write, a delete too, adds to the write-ahead log. If the disk is full, the log is
     * moved into the database first, so that the write can use the log's space.
     */
    static <T> T write(Connection connection, SqlWork<T> work) throws SQLException {
        try {
            return work.run(connection);
        } catch (SQLException e) {
            if (!SqliteErrors.isFull(e)) {
                throw e;
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA wal_checkpoint(RESTART)");
            }
            return work.run(connection);
        }
    }

    /** Fails if the table of sessions has other columns. */
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
                    default -> other |= key || (column.getInt("notnull") > 0 && column.getString("dflt_value") == null);
                }
            }
        }
        if (!did || !body || other) {
            throw new SQLException("its table sessions must have the columns did (primary key) and body_json only;"
                    + " choose another file");
        }
    }
}
