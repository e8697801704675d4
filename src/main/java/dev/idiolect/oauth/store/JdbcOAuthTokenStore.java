package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.internal.SessionChanges;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Stores sessions in PostgreSQL 13 or later, for any number of hosts. Thread-safe.
 *
 * <p>Across all hosts, at most one refresh of an account runs at a time. A host takes a lease, and asks for a permit
 * right before it sends the refresh token; each is one statement that commits by itself. A host that was paused or
 * disconnected gets no permit for a token that another host has used. Only the clock of the database matters.
 *
 * <p>If a host ends between sending a refresh token and saving the new tokens, the outcome is unknown. Refreshes of the
 * account then fail for ten minutes as {@linkplain StoreException#isTransient() transient}. Until it expires, the
 * access token is still used.
 *
 * <p>The data source must limit how long its connections wait for the network, and must not join transactions of the
 * application; see {@link Builder#executor}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-insert.html">PostgreSQL: INSERT ... ON CONFLICT</a>
 */
public final class JdbcOAuthTokenStore implements OAuthTokenStore, AutoCloseable {

    private static final Logger LOG = System.getLogger(JdbcOAuthTokenStore.class.getName());

    /** How often a session that keeps changing is compared. */
    private static final int MOST_COMPARISONS = 20;

    private final JdbcDatabase database;
    private final JdbcSessions sessions;
    private final JdbcLocks locks;
    private final PendingLogins pendingLogins;
    private final Duration closePatience;
    private final boolean closeDataSource;
    private final AtomicBoolean closing = new AtomicBoolean();

    private JdbcOAuthTokenStore(Builder builder) {
        JdbcSchema schema = JdbcSchema.of(builder.schema);
        database = new JdbcDatabase(builder.dataSource, builder.name, builder.executor);
        sessions = new JdbcSessions(schema);
        locks = new JdbcLocks(database, sessions, new JdbcLease(schema));
        pendingLogins = pendingLogins(schema, Clock.systemUTC(), JdbcDatabase::time, PendingLogins.LIMIT);
        closePatience = builder.closePatience;
        closeDataSource = builder.closeDataSource;
        database.work("open a session store in ", connection -> {
            if (builder.createTables) {
                schema.create(connection);
            }
            schema.check(connection);
            return true;
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
        return new SqlPendingLogins(
                new SqlPendingLogins.Database() {
                    @Override
                    public <T> T work(boolean write, String what, SqlWork<T> work) {
                        return database.work(what, work);
                    }
                },
                schema.pendingLogins(),
                clock,
                time,
                limit);
    }

    @Override
    public void save(OAuthSession session) {
        change(
                session.did(),
                "save the session of " + session.did() + " in ",
                connection -> sessions.save(connection, session));
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        Did.require(did);
        return database.work("read the session of " + did + " from ", connection -> sessions.load(connection, did))
                .map(row -> parse(did, row.body()));
    }

    @Override
    public void delete(String did) {
        Did.require(did);
        change(did, "delete the session of " + did + " from ", connection -> sessions.delete(connection, did));
    }

    @Override
    public List<String> listDids() {
        List<String> dids =
                database.work("list the accounts in ", connection -> sessions.list(connection, this::isReadable));
        Collections.sort(dids);
        return Collections.unmodifiableList(dids);
    }

    @Override
    public SessionLock lock(String did, Duration timeout) {
        return locks.lock(Did.require(did), timeout);
    }

    /** Returns a lock that does not wait: a login or logout has the last word, whatever a refresh is doing. */
    @Override
    public SessionLock lockForLogin(String did, Duration timeout) {
        Did.require(did);
        return () -> {};
    }

    /** Saves or deletes a session if the expected one is stored. Atomic, also between hosts. */
    @Override
    public boolean replace(String did, @Nullable OAuthSession expected, @Nullable OAuthSession replacement) {
        Did.require(did);
        String what = (replacement == null ? "delete" : "save") + " the session of " + did + " in ";
        return change(did, what, connection -> {
            for (int comparison = 0; comparison < MOST_COMPARISONS; comparison++) {
                Optional<JdbcSessions.Row> row = sessions.load(connection, did);
                OAuthSession stored = row.map(found -> parse(did, found.body())).orElse(null);
                if (!StoredSession.isSame(stored, expected)) {
                    // The connection may have broken after an earlier attempt was committed.
                    return StoredSession.isSame(stored, replacement);
                }
                if (write(connection, did, row, replacement)) {
                    return true;
                }
            }
            return false;
        });
    }

    private <T> T change(String did, String what, SqlWork<T> change) {
        try {
            return database.work(what, change);
        } finally {
            SessionChanges.changed(did);
        }
    }

    private boolean write(
            Connection connection, String did, Optional<JdbcSessions.Row> row, @Nullable OAuthSession replacement)
            throws SQLException {
        if (row.isEmpty()) {
            return replacement == null || sessions.insert(connection, replacement);
        }
        return replacement == null
                ? sessions.delete(connection, did, row.get().version())
                : sessions.update(connection, row.get().version(), replacement);
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

    private OAuthSession parse(String did, String body) {
        return JdbcSessions.parse(database.name(), did, body);
    }

    private boolean isReadable(String did, String body) {
        try {
            parse(did, body);
            return true;
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "Omitted from the list of accounts: {0}", e.getMessage());
            return false;
        }
    }

    /** Builds a {@link JdbcOAuthTokenStore}. Not thread-safe. */
    public static final class Builder {

        private final DataSource dataSource;
        private String name = "the database";
        private @Nullable String schema;
        private boolean createTables = true;
        private boolean closeDataSource;
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
         * Sets the executor of the work on a connection; the calling thread by default. If connections join a
         * transaction of the calling thread, as with Jakarta Transactions, pass an executor that suspends it. Otherwise
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
         * @throws StoreException if the database cannot be reached, or if a table is missing or has other columns
         */
        public JdbcOAuthTokenStore open() {
            return new JdbcOAuthTokenStore(this);
        }
    }
}
