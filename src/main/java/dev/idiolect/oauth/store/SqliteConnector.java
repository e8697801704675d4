package dev.idiolect.oauth.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Opens connections to one database file. The only class that names sqlite-jdbc's, which may be missing. */
final class SqliteConnector implements SqliteConnections.Connector {

    private final SQLiteDataSource source;

    SqliteConnector(Path file, Duration busyTimeout) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(Math.toIntExact(busyTimeout.toMillis()));
        // In WAL mode, less than FULL can lose the newest sessions in a power failure.
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        // Not DriverManager: the driver isn't visible to it on some servers, and on others not after a redeployment.
        source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + SqliteUri.of(file));
    }

    /** Returns a number for this copy of sqlite-jdbc, with its native library, in this JVM. */
    static int copy() {
        return System.identityHashCode(SQLiteDataSource.class);
    }

    /**
     * Opens a connection that can't write. Not by SQLite's read-only mode: in that, closing a database in WAL mode leaves
     * files beside it.
     */
    static Connection reading(Path file, Duration busyTimeout) throws SQLException {
        Connection connection = new SqliteConnector(file, busyTimeout).source.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only=ON");
            return connection;
        } catch (SQLException | RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Connection connect() throws SQLException {
        Connection connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            // Else tokens and keys that were replaced or deleted stay readable in the file's free space.
            statement.execute("PRAGMA secure_delete=ON");
            return connection;
        } catch (SQLException | RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }
}
