package dev.idiolect.oauth.store.jdbc;

import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.StoreReport;
import dev.idiolect.oauth.store.internal.PageStart;
import dev.idiolect.oauth.store.internal.persistent.ProcessLocks;
import dev.idiolect.oauth.store.internal.persistent.ReadablePages;
import dev.idiolect.oauth.store.internal.persistent.SqlPendingLogins;
import dev.idiolect.oauth.store.internal.persistent.SqlWork;
import dev.idiolect.oauth.store.internal.persistent.StoredTexts;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Stores sessions in PostgreSQL 13 or later, for any number of hosts. Thread-safe.
 *
 * <p>Across all hosts, at most one refresh of an account runs at a time. A host acquires a lease, and asks for a permit
 * right before it sends the refresh token. Each of these is one statement and one transaction. A host that was paused or
 * disconnected gets no permit for a token that another host has used. Leases and permits use only the clock of the
 * database.
 *
 * <p>If a host crashes between sending a refresh token and saving the new tokens, the outcome is unknown. {@link #lock}
 * of the account then fails for ten minutes with a {@linkplain StoreException#isTransient() transient} exception. Calls
 * use the access token until it expires.
 *
 * <p>The connections of the data source must have network timeouts, and must not join transactions of the application:
 * see {@link Builder#executor}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-insert.html">PostgreSQL: INSERT ... ON CONFLICT</a>
 */
public final class JdbcOAuthTokenStore implements OAuthTokenStore, AutoCloseable {

    private final JdbcDatabase database;
    private final StoredTexts texts;
    private final JdbcSessions sessions;
    private final JdbcSavedSessions saved;
    private final JdbcPages pages;
    private final JdbcClaims claims;
    private final JdbcCheck check;
    private final JdbcLocks locks;
    private final PendingLogins pendingLogins;
    private final Duration closePatience;
    private final boolean closeDataSource;
    private final AtomicBoolean closing = new AtomicBoolean();

    private JdbcOAuthTokenStore(Builder builder) {
        JdbcSchema schema = JdbcSchema.of(builder.schema);
        database = new JdbcDatabase(
                builder.dataSource, builder.name, builder.executor, this::restoreLost, System::nanoTime);
        texts = StoredTexts.of(builder.keys, builder.name);
        sessions = new JdbcSessions(schema, texts, new UnconfirmedChanges(builder.name, System::nanoTime));
        saved = new JdbcSavedSessions(database, sessions);
        pages = new JdbcPages(schema);
        claims = new JdbcClaims(schema);
        check = new JdbcCheck(database, schema, sessions, texts);
        locks = new JdbcLocks(database, sessions, new JdbcLease(schema));
        pendingLogins = pendingLogins(schema, Clock.systemUTC(), JdbcDatabase::time, PendingLogins.LIMIT);
        closePatience = builder.closePatience;
        closeDataSource = builder.closeDataSource;
        database.work("open a session store in ", connection -> {
            Standby.requireWarnings(connection);
            return schema.prepare(connection, builder.createTables);
        });
    }

    /**
     * Returns a builder of a store.
     *
     * @param dataSource the connections
     * @return the builder, with a default for every other part
     */
    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    PendingLogins pendingLogins(JdbcSchema schema, Clock clock, SqlWork<Long> time, int limit) {
        return new SqlPendingLogins(database, schema.pendingLogins(), texts, clock, time, limit);
    }

    private void restoreLost() {
        saved.restoreLost();
    }

    @Override
    public void save(OAuthSession session) {
        saved.save(session);
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        return saved.load(Did.require(did));
    }

    @Override
    public void delete(String did) {
        saved.delete(Did.require(did));
    }

    @Override
    public List<String> listDids() {
        return saved.dids();
    }

    @Override
    public List<SessionSummary> sessions(@Nullable String after, int limit) {
        return ReadablePages.page(
                PageStart.of(after, limit),
                start -> database.work("list the sessions in ", connection -> pages.rows(connection, start, limit)),
                JdbcPages.Row::did,
                JdbcPages.Row::summary);
    }

    @Override
    public Optional<List<SessionSummary>> claimIdle(Duration idleFor, Set<String> exceptServers, int limit) {
        return Optional.of(database.work(
                "claim idle sessions in ", connection -> claims.claim(connection, idleFor, exceptServers, limit)));
    }

    @Override
    public void postponeIdle(Collection<String> dids, Duration idleFor, Duration delay) {
        database.work("postpone refreshes in ", connection -> claims.postpone(connection, dids, idleFor, delay));
    }

    @Override
    public SessionLock lock(String did, Duration timeout) {
        return locks.lock(Did.require(did), timeout);
    }

    /**
     * Checks every session, for operators. Changes nothing, and keeps one page of sessions in memory. After 1000
     * unreadable sessions, the others are only counted.
     *
     * @param receiver receives each readable session, sorted by DID
     * @return the report, without sessions
     * @throws StoreException if the database cannot be read
     */
    public StoreReport check(Consumer<OAuthSession> receiver) {
        return check.report(receiver);
    }

    @Override
    public boolean reseal(String did, Duration timeout) {
        Did.require(did);
        String what = "read the session of " + did + " from ";
        // Without a lease, so that a repeated rotation does not delay refreshes.
        if (!database.work(what, connection -> sessions.needsReseal(connection, did))) {
            return false;
        }
        SessionLock held = lock(did, timeout);
        try {
            return database.work(
                    "save the session of " + did + " in ",
                    connection -> sessions.reseal(connection, database.name(), did));
        } finally {
            held.close();
        }
    }

    /** Returns a lock without waiting: a login or logout takes precedence over a running refresh. */
    @Override
    public SessionLock lockForLogin(String did, Duration timeout) {
        Did.require(did);
        return () -> {};
    }

    /** Saves or deletes a session if the expected one is stored. Atomic, also between hosts. */
    @Override
    public boolean replace(String did, @Nullable OAuthSession expected, @Nullable OAuthSession replacement) {
        return saved.replace(Did.require(did), expected, replacement);
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
            locks.drain(closePatience);
            database.close(closeDataSource);
        }
    }

    /**
     * Returns a text for logs: the name of the database.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return "JdbcOAuthTokenStore[" + database.name() + "]";
    }

    /** Builds a {@link JdbcOAuthTokenStore}. Not thread-safe. */
    public static final class Builder {

        private final DataSource dataSource;
        private String name = "the database";
        private @Nullable String schema;
        private boolean createTables = true;
        private boolean closeDataSource;
        private @Nullable KeySource keys;
        private Executor executor = Runnable::run;
        Duration closePatience = ProcessLocks.CLOSE_PATIENCE;

        private Builder(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        /**
         * Sets the name of the database in messages; "the database" by default.
         *
         * @param newName a name without secrets, such as a JNDI name or the URL without its password
         * @return this builder
         */
        public Builder name(String newName) {
            name = newName;
            return this;
        }

        /**
         * Sets the schema of the tables. By default, it is the first one of the search path of the connections.
         *
         * @param newSchema the name of an existing schema, or null for the default
         * @return this builder
         */
        public Builder schema(@Nullable String newSchema) {
            schema = newSchema;
            return this;
        }

        /**
         * Sets whether missing tables are created; true by default. The user of the connections then needs the right to
         * create tables in the schema.
         *
         * @param newCreateTables false if the tables exist; they are then only checked
         * @return this builder
         */
        public Builder createTables(boolean newCreateTables) {
            createTables = newCreateTables;
            return this;
        }

        /**
         * Sets whether closing the store closes the data source, if that is {@link AutoCloseable}; false by default.
         *
         * @param newCloseDataSource true if only this store uses the data source
         * @return this builder
         */
        public Builder closeDataSource(boolean newCloseDataSource) {
            closeDataSource = newCloseDataSource;
            return this;
        }

        /**
         * Sets the keys that encrypt sessions and pending logins; none by default. Plain sessions stay readable, and are
         * encrypted when they are saved. Columns contain DIDs, handles, servers, times and client key ids in plain text,
         * even if keys are set.
         *
         * @param newKeys the encryption keys, or null to write plain text
         * @return this builder
         */
        public Builder encryption(@Nullable KeySource newKeys) {
            keys = newKeys;
            return this;
        }

        /**
         * Sets the executor that uses the connections; the calling thread by default. If connections join a transaction
         * of the calling thread, as with Jakarta Transactions, pass an executor that suspends the transaction. Otherwise
         * other hosts see new tokens late, and a rollback loses them.
         *
         * @param newExecutor an executor whose {@code execute} returns when the work is done
         * @return this builder
         */
        public Builder executor(Executor newExecutor) {
            executor = newExecutor;
            return this;
        }

        /**
         * Opens the store.
         *
         * @return a new store
         * @throws IllegalArgumentException if the schema is not a name of letters, digits and {@code _}
         * @throws StoreException if the database cannot be reached, if a table is missing or has other columns, if the
         *     encryption keys are not available or invalid, or if {@code client_min_messages} hides the warnings of a
         *     synchronous standby
         */
        public JdbcOAuthTokenStore open() {
            return new JdbcOAuthTokenStore(this);
        }
    }
}
