package dev.idiolect.oauth.store.sqlite;

import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.StoreReport;
import dev.idiolect.oauth.store.internal.Deadline;
import dev.idiolect.oauth.store.internal.PageStart;
import dev.idiolect.oauth.store.internal.persistent.IoErrors;
import dev.idiolect.oauth.store.internal.persistent.ProcessLocks;
import dev.idiolect.oauth.store.internal.persistent.Reports;
import dev.idiolect.oauth.store.internal.persistent.SqlPendingLogins;
import dev.idiolect.oauth.store.internal.persistent.StoredTexts;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stores sessions in an SQLite database on one host, with a row in {@code sessions(did, body_json)} for each account
 * and a row in {@code pending_logins} for each pending login.
 *
 * <p>A save is flushed to disk before the method returns. Saves of several threads share one transaction. Readers do
 * not wait for it. Several processes may use a database at the same time, on a local file system. The file contains
 * tokens and private keys, unencrypted if the store has no {@link KeySource}. The store creates it with mode 0600, and
 * a missing directory with mode 0700. It does not change the mode of an existing file; if other users can access it, it
 * logs a warning.
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

    private final SqliteDatabase database;
    private final SqliteSessions sessions;
    private final StoredTexts texts;
    private final ProcessLocks locks;
    private final SqliteRoom room;
    private final PendingLogins pendingLogins;
    private final AtomicBoolean closing = new AtomicBoolean();

    private SqliteOAuthTokenStore(SqliteDatabase database, StoredTexts texts, ProcessLocks locks) {
        this.database = database;
        this.sessions = new SqliteSessions(database, texts);
        this.texts = texts;
        this.locks = locks;
        this.room = new SqliteRoom(database, texts);
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
     * Opens the store in a database file, and encrypts sessions and pending logins. Plain sessions stay readable, and
     * are encrypted when they are saved.
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
            SqliteFile found = SqliteFile.findOrCreate(file);
            ProcessLocks locks = new ProcessLocks(found.lockFile(), closePatience);
            try {
                SqliteDatabase database = SqliteDatabase.open(found, locks, Deadline.after(busyTimeout));
                return new SqliteOAuthTokenStore(database, texts, locks);
            } catch (SQLException | IOException | RuntimeException | Error e) {
                locks.abandon();
                throw e;
            }
        } catch (SQLException e) {
            throw SqliteErrors.exception("Cannot open a session store in " + file, e);
        } catch (IOException e) {
            throw IoErrors.exception("Cannot open a session store in " + file, e);
        }
    }

    /**
     * Checks a database. Changes nothing. A database without tables counts as empty. After 1000 unreadable sessions,
     * the others are only counted.
     *
     * @param file the database; a missing one counts as empty
     * @param keys the encryption keys, or null if there are none
     * @return the report
     * @throws StoreException if {@code org.xerial:sqlite-jdbc} is missing, if the database cannot be read, if it has
     *     tables but not {@code sessions(did, body_json)}, or if the keys are not available or invalid
     */
    public static StoreReport check(Path file, @Nullable KeySource keys) {
        return Reports.withSessions(sessions -> check(file, keys, sessions));
    }

    /**
     * Checks a database, and passes its sessions on instead of keeping them. For stores with many sessions. Changes
     * nothing. After 1000 unreadable sessions, the others are only counted.
     *
     * @param file the database; a missing one counts as empty
     * @param keys the encryption keys, or null if there are none
     * @param sessions receives each readable session, sorted by DID
     * @return the report, without sessions
     * @throws StoreException like {@link #check(Path, KeySource)}
     */
    public static StoreReport check(Path file, @Nullable KeySource keys, Consumer<OAuthSession> sessions) {
        return new DatabaseCheck(file.toAbsolutePath(), StoredTexts.of(keys, file), Clock.systemUTC(), sessions)
                .report();
    }

    /**
     * Checks that {@link #open(Path)} would not add tables to the database of another program. Changes nothing, and reads
     * no session. A database without tables is accepted.
     *
     * @param file an existing file
     * @throws StoreException if {@code org.xerial:sqlite-jdbc} is missing, if the file is not a readable SQLite database,
     *     or if it has tables but not {@code sessions(did, body_json)}
     */
    public static void requireSessionTable(Path file) {
        DatabaseCheck.requireSessionTable(file.toAbsolutePath());
    }

    PendingLogins pendingLogins(Clock clock, int limit) {
        return new SqlPendingLogins(
                database, SqliteSchema.PENDING_LOGINS, texts, clock, connection -> clock.millis(), limit);
    }

    @Override
    public void save(OAuthSession session) {
        sessions.save(session);
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        return sessions.load(Did.require(did));
    }

    @Override
    public void delete(String did) {
        sessions.delete(Did.require(did));
    }

    @Override
    public List<String> listDids() {
        return sessions.dids();
    }

    @Override
    public List<SessionSummary> sessions(@Nullable String after, int limit) {
        return sessions.page(PageStart.of(after, limit), limit);
    }

    @Override
    public boolean reseal(String did, Duration timeout) {
        SessionLock held = lock(did, timeout);
        try {
            return texts.reseal(sessions.text(did), did, sessions.row(did), this::save);
        } finally {
            held.close();
        }
    }

    @Override
    public SessionLock lock(String did, Duration timeout) {
        Did.require(did);
        database.requireUnchanged("lock the session of " + did + " in ");
        return locks.lock(did, timeout, room::require);
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
            // Before the lock file is closed, because its mark excludes other copies of SQLite.
            try {
                database.close();
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
        return "SqliteOAuthTokenStore[" + database.path() + "]";
    }
}
