package dev.idiolect.oauth.store;

import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.internal.SessionChanges;
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
import org.jspecify.annotations.Nullable;

/**
 * Stores sessions in an SQLite database on one host, with a row in {@code sessions(did, body_json)} for each account
 * and a row in {@code pending_logins} for each pending login.
 *
 * <p>A save is flushed to disk before the method returns. Saves of several threads share one transaction. Readers do not
 * wait for it. Several processes may use a database at the same time, on a local file system. The file contains tokens and
 * private keys, unencrypted if the store has no {@link KeySource}. The store creates it with mode 0600, and a missing
 * directory with mode 0700. It does not change the mode of an existing file; if other users can access it, it logs a
 * warning.
 *
 * <p>Locks are file locks on a file beside the database with the suffix {@code -lock}. The operating system releases
 * them when the process ends. The files with the suffixes {@code -wal} and {@code -shm} belong to SQLite; copy them
 * together with the database.
 *
 * <p>Requires {@code org.xerial:sqlite-jdbc}. Thread-safe. Interrupting a thread aborts only {@link #lock}; all methods
 * preserve the interrupt status.
 */
public final class SqliteOAuthTokenStore implements OAuthTokenStore, AutoCloseable {

    static final Duration BUSY_TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOG = System.getLogger(SqliteOAuthTokenStore.class.getName());
    private static final Duration WRITE_PATIENCE = Duration.ofSeconds(30);

    private final SqliteFile file;
    private final SqliteConnections connections;
    private final SqliteWriter writer;
    private final StoredTexts texts;
    private final ProcessLocks locks;
    private final PendingLogins pendingLogins;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean closed;

    private SqliteOAuthTokenStore(
            SqliteFile file, SqliteConnections connections, StoredTexts texts, ProcessLocks locks) {
        this.texts = texts;
        this.file = file;
        this.connections = connections;
        this.writer = new SqliteWriter(connections, WRITE_PATIENCE);
        this.locks = locks;
        this.pendingLogins = pendingLogins(Clock.systemUTC(), PendingLogins.LIMIT);
    }

    /**
     * Opens the store in a database file. Creates the file, its parent directories and the tables if missing.
     *
     * @param file the database file; names that are special to SQLite, such as {@code :memory:}, are ordinary file
     *     names
     * @return the store; close it after use
     * @throws StoreException if {@code org.xerial:sqlite-jdbc} is missing, if the file is not an SQLite database,
     *     cannot be created or cannot be written, or if its table {@code sessions} has other columns
     */
    public static SqliteOAuthTokenStore open(Path file) {
        return open(file, null);
    }

    /**
     * Opens the store in a database file, and encrypts sessions and pending logins. Plain sessions stay readable, and are
     * encrypted when they are saved.
     *
     * @param file the database file
     * @param keys the encryption keys, or null to write plain text
     * @return the store; close it after use
     * @throws StoreException like {@link #open(Path)}, or if the keys are not available or invalid
     */
    public static SqliteOAuthTokenStore open(Path file, @Nullable KeySource keys) {
        return open(file, keys, BUSY_TIMEOUT, ProcessLocks.CLOSE_PATIENCE);
    }

    static SqliteOAuthTokenStore open(
            Path file, @Nullable KeySource keys, Duration busyTimeout, Duration closePatience) {
        Objects.requireNonNull(file, "file");
        StoredTexts texts = StoredTexts.of(keys, file);
        SqliteLibrary.require();
        try {
            SqliteFile database = SqliteFile.findOrCreate(file);
            ProcessLocks locks = new ProcessLocks(database.lockFile(), closePatience);
            try {
                SqliteConnections connections = connect(database, locks, Deadline.after(busyTimeout));
                return new SqliteOAuthTokenStore(database, connections, texts, locks);
            } catch (SQLException | IOException | RuntimeException | Error e) {
                locks.abandon();
                throw e;
            }
        } catch (SQLException e) {
            throw IoErrors.exception("Cannot open a session store in " + file, e);
        } catch (IOException e) {
            throw IoErrors.exception("Cannot open a session store in " + file, e);
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
            // Only now is it known that the file is a session store.
            PrivateFiles.warnIfShared(database.path());
            return connections;
        } catch (SQLException | IOException | RuntimeException | Error e) {
            connections.close();
            throw e;
        }
    }

    PendingLogins pendingLogins(Clock clock, int limit) {
        return new SqlPendingLogins(
                this::work, SqliteSchema.PENDING_LOGINS, texts, clock, connection -> clock.millis(), limit);
    }

    @Override
    public void save(OAuthSession session) {
        String body = texts.write(session);
        change(session.did(), "save the session of " + session.did() + " in ", connection -> {
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
        return body(did).map(body -> texts.read(body, did, row(did)));
    }

    private Optional<String> body(String did) {
        List<String> bodies = work(false, "read the session of " + did + " from ", connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT body_json FROM sessions WHERE did = ?")) {
                statement.setString(1, did);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? List.of(Objects.requireNonNullElse(row.getString(1), "")) : List.of();
                }
            }
        });
        return bodies.stream().findFirst();
    }

    @Override
    public void delete(String did) {
        Did.require(did);
        change(did, "delete the session of " + did + " from ", connection -> {
            try (PreparedStatement statement = connection.prepareStatement("DELETE FROM sessions WHERE did = ?")) {
                statement.setString(1, did);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public List<String> listDids() {
        List<String> dids = work(false, "list the accounts in ", connection -> {
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
    public List<SessionSummary> sessions(@Nullable String after, int limit) {
        return SessionPages.readable(
                SessionPages.start(after, limit),
                start -> work(false, "list the sessions in ", connection -> SqlitePages.rows(connection, start, limit)),
                SqlitePages.Row::did,
                this::summary);
    }

    private Optional<SessionSummary> summary(SqlitePages.Row row) {
        try {
            Optional<SessionSummary> summary = texts.summary(row.text(), row.did(), row(row.did()));
            return summary.isPresent() ? summary : load(row.did()).map(SessionSummary::of);
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "Omitted from the list of accounts: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public boolean reseal(String did, Duration timeout) {
        SessionLock held = lock(did, timeout);
        try {
            Optional<String> body = body(did).filter(text -> !texts.isCurrent(text));
            body.ifPresent(text -> save(texts.read(text, did, row(did))));
            return body.isPresent();
        } finally {
            held.close();
        }
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
     * Closes the store. Rejects new locks immediately, and waits up to two minutes for held locks to be released, so
     * that a running refresh can save its new tokens. Closing a closed store has no effect.
     */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            locks.drain();
            closed = true;
            // Before the lock file is closed, because its mark excludes other copies of SQLite.
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

    private void change(String did, String what, SqlWork<Integer> change) {
        try {
            work(true, what, change);
        } finally {
            SessionChanges.changed(did);
        }
    }

    <T> T work(boolean write, String what, SqlWork<T> work) {
        requireOpen();
        try {
            file.requireUnchanged();
            return write ? writer.write(work) : connections.run(work);
        } catch (SQLException e) {
            throw IoErrors.exception("Cannot " + what + file.path(), e);
        } catch (IOException e) {
            throw IoErrors.exception("Cannot " + what + file.path(), e);
        }
    }

    private boolean isReadable(String did, String body) {
        try {
            texts.read(body, did, row(did));
            return true;
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "Omitted from the list of accounts: {0}", e.getMessage());
            return false;
        }
    }

    private String row(String did) {
        return file.path() + ", row " + did + " of table sessions";
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException("The store in " + file.path() + " is closed: open it again");
        }
    }
}
