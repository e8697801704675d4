package dev.idiolect.oauth.store.sqlite;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.Backoff;
import dev.idiolect.oauth.store.internal.Deadline;
import dev.idiolect.oauth.store.internal.persistent.IoErrors;
import dev.idiolect.oauth.store.internal.persistent.StoredTexts;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Checks that the disk has room for a refreshed session, because the refresh token is used up when that is saved.
 *
 * @see <a href="https://www.sqlite.org/wal.html#checkpointing">SQLite: Write-Ahead Logging</a>
 */
final class SqliteRoom {

    /** Below this free space, refreshes that run at the same time could fill the disk. */
    static final long LOW_SPACE = 8 << 20;

    /** How long SQLite may hold the lock of all writers while it waits for the readers of the log. */
    private static final Duration READERS_PATIENCE = Duration.ofMillis(100);

    /** Of the row that is written. No pending login has it, because their keys are hashes. */
    private static final String KEY = "room for a session";

    private static final int STEP = 4096;

    private static final Duration LOG_PATIENCE = Duration.ofSeconds(5);

    private final SqliteDatabase database;
    private final StoredTexts texts;

    SqliteRoom(SqliteDatabase database, StoredTexts texts) {
        this.database = database;
        this.texts = texts;
    }

    /** Fails if the session could not be replaced by a new one. */
    void require(OAuthSession session) {
        String what = "save the session of " + session.did() + " in ";
        int size = texts.write(session).getBytes(StandardCharsets.UTF_8).length;
        boolean low = database.path().toFile().getUsableSpace() < LOW_SPACE;
        if (low) {
            // First, because the write could take the space that this needs.
            emptyLog(what);
        }
        database.work(true, what, connection -> write(connection, (size / STEP + 1) * STEP));
        if (low) {
            emptyLog(what);
        }
    }

    /** Writes twice the size, as an expired login that the next sign-in deletes. */
    private static int write(Connection connection, int size) throws SQLException {
        // Random, because SQLite does not write a page that stays the same.
        try (PreparedStatement statement = connection.prepareStatement("INSERT OR REPLACE INTO "
                + SqliteSchema.PENDING_LOGINS
                + " (state_hash, expires_at, body_json) VALUES (?, 0, hex(randomblob(?)))")) {
            statement.setString(1, KEY);
            statement.setInt(2, size);
            return statement.executeUpdate();
        }
    }

    /**
     * Moves the write-ahead log into the database. The next write then needs no space of the disk, because it uses the
     * log's space again. A long read, such as a backup, prevents this.
     */
    private void emptyLog(String what) {
        // While another thread or process does the same, SQLite returns "busy" without waiting.
        if (!Backoff.until(Deadline.after(LOG_PATIENCE), () -> database.work(false, what, SqliteRoom::restartLog))) {
            throw StoreException.transientFailure(
                    "Cannot " + what + database.path() + ": its disk is almost full, and its write-ahead log is in use"
                            + IoErrors.FREE_SPACE,
                    null);
        }
    }

    /** Returns whether the next write can use the log's space again. */
    static boolean restartLog(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int timeout = first(statement, "PRAGMA busy_timeout");
            statement.execute("PRAGMA busy_timeout=" + READERS_PATIENCE.toMillis());
            try {
                return first(statement, "PRAGMA wal_checkpoint(RESTART)") == 0;
            } finally {
                statement.execute("PRAGMA busy_timeout=" + timeout);
            }
        }
    }

    private static int first(Statement statement, String pragma) throws SQLException {
        try (ResultSet row = statement.executeQuery(pragma)) {
            row.next();
            return row.getInt(1);
        }
    }
}
