package dev.idiolect.oauth.store.sqlite;

import dev.idiolect.oauth.store.internal.Deadline;
import dev.idiolect.oauth.store.internal.persistent.ClosedStore;
import dev.idiolect.oauth.store.internal.persistent.IoErrors;
import dev.idiolect.oauth.store.internal.persistent.PrivateFiles;
import dev.idiolect.oauth.store.internal.persistent.ProcessLocks;
import dev.idiolect.oauth.store.internal.persistent.SqlPendingLogins;
import dev.idiolect.oauth.store.internal.persistent.SqlWork;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/** Runs work on a database file. Thread-safe. */
final class SqliteDatabase implements SqlPendingLogins.Database {

    private static final Duration WRITE_PATIENCE = Duration.ofSeconds(30);

    private final SqliteFile file;
    private final SqliteConnections connections;
    private final SqliteWriter writer;
    private volatile boolean closed;

    private SqliteDatabase(SqliteFile file, SqliteConnections connections) {
        this.file = file;
        this.connections = connections;
        this.writer = new SqliteWriter(connections, WRITE_PATIENCE);
    }

    /** Opens a file and creates missing tables. The locks then exclude other copies of SQLite. */
    static SqliteDatabase open(SqliteFile file, ProcessLocks locks, Deadline deadline)
            throws SQLException, IOException {
        SqliteLibrary.requireOneCopy(locks, deadline);
        SqliteConnections connections =
                new SqliteConnections(new SqliteConnector(file.path(), deadline.timeout()), WRITE_PATIENCE);
        try {
            SqliteSchema.prepare(connections, deadline);
            SqliteNativeLibrary.remove();
            // Only now is it known that the file is a session store.
            PrivateFiles.warnIfShared(file.path());
            return new SqliteDatabase(file, connections);
        } catch (SQLException | IOException | RuntimeException | Error e) {
            connections.close();
            throw e;
        }
    }

    Path path() {
        return file.path();
    }

    @Override
    public <T> T work(boolean write, String what, SqlWork<T> work) {
        requireOpen();
        try {
            if (write) {
                file.requireUnchanged();
                return writer.write(work);
            }
            file.requireUnchangedRecently();
            return connections.run(work);
        } catch (SQLException e) {
            throw SqliteErrors.exception("Cannot " + what + file.path(), e);
        } catch (IOException e) {
            throw IoErrors.exception("Cannot " + what + file.path(), e);
        }
    }

    /** The connection has a timeout for locks. */
    @Override
    public PreparedStatement statement(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    void requireOpen() {
        if (closed) {
            throw ClosedStore.exception("in " + file.path());
        }
    }

    /**
     * Fails if the store is closed, or if its file was deleted or replaced. {@code what} completes "Cannot ... FILE".
     */
    void requireUnchanged(String what) {
        requireOpen();
        try {
            file.requireUnchanged();
        } catch (IOException e) {
            throw IoErrors.exception("Cannot " + what + file.path(), e);
        }
    }

    /** Rejects further work, and closes the connections after their current work. */
    void close() {
        closed = true;
        connections.close();
    }
}
