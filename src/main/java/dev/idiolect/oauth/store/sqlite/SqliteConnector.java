package dev.idiolect.oauth.store.sqlite;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * Opens connections to one database file. The only class that imports sqlite-jdbc, which may be missing.
 *
 * <p>It does not use {@code DriverManager}, which fails to find the driver on some servers, on others only after a
 * redeployment. It also avoids {@code org.sqlite.JDBC} and the classes that use it, such as {@code SQLiteDataSource}.
 * That class registers itself with the JVM's {@code DriverManager}, which keeps the classes and the native library of a
 * stopped application in memory.
 */
final class SqliteConnector implements SqliteConnections.Connector {

    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/";
    private static final String PREFIX = "jdbc:sqlite:";

    private final SQLiteConfig config = new SQLiteConfig();
    private final String address;

    SqliteConnector(Path file, Duration busyTimeout) {
        this(uri(file), busyTimeout);
    }

    private SqliteConnector(String address, Duration busyTimeout) {
        config.setBusyTimeout(Math.toIntExact(busyTimeout.toMillis()));
        // In WAL mode, a power failure can lose the newest sessions at any lower level.
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        this.address = address;
    }

    /** Returns a number that identifies this copy of sqlite-jdbc within the JVM. */
    static int copy() {
        return System.identityHashCode(JDBC4Connection.class);
    }

    /**
     * Opens a connection that changes no file of the database.
     *
     * @param parameters the parameters of the database's URI, or an empty text
     * @see <a href="https://www.sqlite.org/uri.html">SQLite: URI filenames</a>
     */
    static Connection reading(Path file, String parameters, Duration busyTimeout) throws SQLException {
        Connection connection = new SqliteConnector(uri(file) + parameters, busyTimeout).open();
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only=ON");
            return connection;
        } catch (SQLException | RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Returns whether the database is in WAL mode. Only SQLite may open the file: if the JDK closed a channel of it, POSIX
     * would drop the locks of this process's connections to the database, and other processes would overwrite its data.
     *
     * @see <a href="https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_">
     *     How to corrupt an SQLite database file</a>
     */
    static boolean hasWriteAheadLog(Path file) throws SQLException {
        // Without locks, SQLite opens every database except those in WAL mode. It touches no other file.
        try (Connection connection = reading(file, "?mode=ro&nolock=1", Duration.ZERO);
                Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("PRAGMA schema_version")) {
            version.next();
            return false;
        } catch (SQLException e) {
            if (SqliteErrors.isCannotOpen(e)) {
                return true;
            }
            throw e;
        }
    }

    @Override
    public Connection connect() throws SQLException {
        Connection connection = open();
        try (Statement statement = connection.createStatement()) {
            // Without it, replaced and deleted tokens and keys stay readable in the file's free space.
            statement.execute("PRAGMA secure_delete=ON");
            return connection;
        } catch (SQLException | RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    private Connection open() throws SQLException {
        // sqlite-jdbc runs the command uname first. The JDK's process reaper thread survives it by a minute and, on JDK
        // 17, inherits this thread's context class loader, which would keep a stopped application in memory.
        Thread thread = Thread.currentThread();
        ClassLoader application = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        try {
            return new JDBC4Connection(PREFIX + address, address, config.toProperties());
        } finally {
            thread.setContextClassLoader(application);
        }
    }

    /** Returns the {@code file:} URI of an absolute path, which SQLite opens as exactly that file. */
    static String uri(Path file) {
        String path = file.toString().replace(file.getFileSystem().getSeparator(), "/");
        // On Windows the path starts with a drive.
        StringBuilder uri = new StringBuilder(path.startsWith("/") ? "file:" : "file:/");
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            if (PLAIN.indexOf(b) >= 0) {
                uri.append((char) b);
            } else {
                uri.append(String.format("%%%02X", b));
            }
        }
        return uri.toString();
    }
}
