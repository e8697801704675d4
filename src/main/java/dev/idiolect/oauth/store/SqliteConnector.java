package dev.idiolect.oauth.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * Opens connections to one database file. The only class that names sqlite-jdbc's, which may be missing.
 *
 * <p>Not by {@code DriverManager}, which doesn't see the driver on some servers, and on others not after a redeployment. Nor
 * by {@code org.sqlite.JDBC}, or by what uses it, such as {@code SQLiteDataSource}: that registers itself with
 * {@code DriverManager}, which belongs to no application, and would hold an application that has ended, with its classes and
 * its native library, until the server ends.
 */
final class SqliteConnector implements SqliteConnections.Connector {

    private static final String PREFIX = "jdbc:sqlite:";

    private final SQLiteConfig config = new SQLiteConfig();
    private final String address;

    SqliteConnector(Path file, Duration busyTimeout) {
        config.setBusyTimeout(Math.toIntExact(busyTimeout.toMillis()));
        // In WAL mode, less than FULL can lose the newest sessions in a power failure.
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        address = SqliteUri.of(file);
    }

    /** Returns a number for this copy of sqlite-jdbc, with its native library, in this JVM. */
    static int copy() {
        return System.identityHashCode(JDBC4Connection.class);
    }

    /**
     * Opens a connection that can't write. Not by SQLite's read-only mode: in that, closing a database in WAL mode leaves
     * files beside it.
     */
    static Connection reading(Path file, Duration busyTimeout) throws SQLException {
        Connection connection = new SqliteConnector(file, busyTimeout).open();
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
        Connection connection = open();
        try (Statement statement = connection.createStatement()) {
            // Else tokens and keys that were replaced or deleted stay readable in the file's free space.
            statement.execute("PRAGMA secure_delete=ON");
            return connection;
        } catch (SQLException | RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    private Connection open() throws SQLException {
        // At first sqlite-jdbc runs uname. The JDK's thread that waits for programs lives on for a minute after each,
        // and on JDK 17 it holds the class loader of whoever ran the first: an application that may have ended.
        Thread thread = Thread.currentThread();
        ClassLoader application = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        try {
            return new JDBC4Connection(PREFIX + address, address, config.toProperties());
        } finally {
            thread.setContextClassLoader(application);
        }
    }
}
