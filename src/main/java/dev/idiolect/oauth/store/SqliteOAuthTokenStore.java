package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A store in one SQLite database, for one host: a row an account in the table {@code sessions(did, body_json)}, and a
 * row in {@code pending_logins} for each login that has begun.
 *
 * <p>A save is a transaction that is forced to disk before it returns; readers don't wait for it. Several processes may
 * use a database at the same time, on a local file system. The file holds tokens and private keys in the clear: it is
 * made with mode 0600, and its directory, if missing, with 0700. An existing file's mode stays; if it lets others in, the
 * log has a warning.
 *
 * <p>Locks are locks on a file beside the database, its name with {@code -lock} added, which the operating system gives
 * back when a process dies. {@code -wal} and {@code -shm} belong to SQLite: a copy of the database needs them too.
 *
 * <p>Needs {@code org.xerial:sqlite-jdbc}. Safe for use by many threads. A thread's interrupt ends none of its operations
 * but {@link #lock}, and stays set.
 */
public final class SqliteOAuthTokenStore implements OAuthTokenStore, AutoCloseable {

    static final Duration BUSY_TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOG = System.getLogger(SqliteOAuthTokenStore.class.getName());
    private static final Duration WRITE_PATIENCE = Duration.ofSeconds(30);

    private final SqliteFile file;
    private final SqliteConnections connections;
    private final ProcessLocks locks;
    private final PendingLogins pendingLogins;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean closed;

    private SqliteOAuthTokenStore(SqliteFile file, SqliteConnections connections, ProcessLocks locks) {
        this.file = file;
        this.connections = connections;
        this.locks = locks;
        this.pendingLogins = new SqlitePendingLogins(this::work, Clock.systemUTC(), PendingLogins.LIMIT);
    }

    /**
     * Opens the store in a database file, and makes the file, the directories above it and the table if missing.
     *
     * @param file where the database is or will be; always a file, whatever its name would mean to SQLite
     * @return the store; close it
     * @throws StoreException if {@code org.xerial:sqlite-jdbc} is missing, or the file is no SQLite database, has a table
     *     {@code sessions} of another form, can't be made or can't be written to
     */
    public static SqliteOAuthTokenStore open(Path file) {
        return open(file, BUSY_TIMEOUT, ProcessLocks.CLOSE_PATIENCE);
    }

    static SqliteOAuthTokenStore open(Path file, Duration busyTimeout, Duration closePatience) {
        Objects.requireNonNull(file, "file");
        SqliteLibrary.require();
        try {
            SqliteFile database = SqliteFile.findOrCreate(file);
            ProcessLocks locks = new ProcessLocks(database.lockFile(), closePatience);
            try {
                SqliteConnections connections = connect(database, locks, Deadline.after(busyTimeout));
                return new SqliteOAuthTokenStore(database, connections, locks);
            } catch (SQLException | IOException | RuntimeException | Error e) {
                locks.abandon();
                throw e;
            }
        } catch (SQLException e) {
            throw new StoreException(file + " can't be used as a session store: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StoreException(file + " can't be used as a session store: " + IoErrors.of(e), e);
        }
    }

    private static SqliteConnections connect(SqliteFile database, ProcessLocks locks, Deadline deadline)
            throws SQLException, IOException {
        SqliteLibrary.requireOneCopy(locks, deadline);
        SqliteConnections connections =
                new SqliteConnections(new SqliteConnector(database.path(), deadline.timeout()), WRITE_PATIENCE);
        try {
            SqliteSchema.prepare(connections, deadline);
            SqliteNativeLibrary.remove();
            return connections;
        } catch (SQLException | RuntimeException | Error e) {
            connections.close();
            throw e;
        }
    }

    @Override
    public void save(OAuthSession session) {
        String body = session.toJson();
        work(true, "Saving the session of " + session.did() + " in ", connection -> {
            try (PreparedStatement statement = connection.prepareStatement("INSERT INTO sessions (did, body_json)"
                    + " VALUES (?, ?) ON CONFLICT(did) DO UPDATE SET body_json = excluded.body_json")) {
                statement.setString(1, session.did());
                statement.setString(2, body);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        Did.require(did);
        List<String> bodies = work(false, "Reading the session of " + did + " from ", connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT body_json FROM sessions WHERE did = ?")) {
                statement.setString(1, did);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? List.of(Objects.requireNonNullElse(row.getString(1), "")) : List.of();
                }
            }
        });
        return bodies.stream().findFirst().map(body -> StoredSession.parse(body, did, row(did)));
    }

    @Override
    public void delete(String did) {
        Did.require(did);
        work(true, "Removing the session of " + did + " from ", connection -> {
            try (PreparedStatement statement = connection.prepareStatement("DELETE FROM sessions WHERE did = ?")) {
                statement.setString(1, did);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public List<String> listDids() {
        List<String> dids = work(false, "Reading the accounts from ", connection -> {
            List<String> readable = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement("SELECT did, body_json FROM sessions");
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String did = Objects.requireNonNullElse(row.getString(1), "");
                    if (isReadable(did, Objects.requireNonNullElse(row.getString(2), ""))) {
                        readable.add(did);
                    }
                }
            }
            return readable;
        });
        Collections.sort(dids);
        return Collections.unmodifiableList(dids);
    }

    @Override
    public SessionLock lock(String did, Duration timeout) {
        Did.require(did);
        requireOpen();
        return locks.lock(did, timeout);
    }

    @Override
    public Optional<PendingLogins> pendingLogins() {
        return Optional.of(pendingLogins);
    }

    /**
     * Closes the store. Waits up to two minutes for the locks on its database that are held in this JVM, so that a refresh
     * which is under way can save what it got; new locks are refused at once, and no refresh begins. Does nothing the second
     * time.
     */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            locks.drain();
            closed = true;
            // Before the lock file, whose mark keeps other copies of SQLite away.
            try {
                connections.close();
            } finally {
                locks.close();
            }
        }
    }

    /**
     * Returns a text for logs: the file.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return "SqliteOAuthTokenStore[" + file.path() + "]";
    }

    <T> T work(boolean write, String what, SqliteConnections.Work<T> work) {
        requireOpen();
        try {
            file.requireUnchanged();
            return write ? connections.write(work) : connections.read(work);
        } catch (SQLException e) {
            throw new StoreException(what + file.path() + " failed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StoreException(what + file.path() + " failed: " + IoErrors.of(e), e);
        }
    }

    private boolean isReadable(String did, String body) {
        try {
            StoredSession.parse(body, did, row(did));
            return true;
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "Left out of the list of accounts: {0}", e.getMessage());
            return false;
        }
    }

    private String row(String did) {
        return file.path() + ", row " + did + " of table sessions,";
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException("The store in " + file.path() + " is closed. Open it again");
        }
    }
}
