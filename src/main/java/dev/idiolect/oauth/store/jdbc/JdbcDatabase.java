package dev.idiolect.oauth.store.jdbc;

import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.persistent.ClosedStore;
import dev.idiolect.oauth.store.internal.persistent.IoErrors;
import dev.idiolect.oauth.store.internal.persistent.SqlPendingLogins;
import dev.idiolect.oauth.store.internal.persistent.SqlWork;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements on connections of a data source. Each statement commits by itself. The store holds a connection only
 * while work runs, and never a transaction. Thread-safe.
 */
final class JdbcDatabase implements SqlPendingLogins.Database {

    private static final Logger LOG = System.getLogger(JdbcDatabase.class.getName());

    /** The time limit of a statement. */
    static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Classes of SQLSTATE: connection, changed password, conflict with another transaction, resources, intervention of an
     * operator, failure of the system. All of them can end without a change to the stored data.
     */
    private static final List<String> TRANSIENT_CLASSES = List.of("08", "28", "40", "53", "57", "58", "55P03", "25006");

    private static final Duration RECONNECT_PAUSE = Duration.ofSeconds(1);

    private final DataSource dataSource;
    private final String name;
    private final Executor executor;
    private final Runnable afterReconnect;
    private final LongSupplier nanoTime;
    private final AtomicBoolean broken = new AtomicBoolean();
    private volatile long checkAfter;
    private volatile boolean closed;

    /**
     * @param name the name of the database in messages
     * @param afterReconnect runs when work succeeds again after a broken connection: another server may have taken over. It
     *     runs again later if it throws a {@link StoreException}, but not sooner than after a second
     */
    JdbcDatabase(
            DataSource dataSource, String name, Executor executor, Runnable afterReconnect, LongSupplier nanoTime) {
        this.dataSource = dataSource;
        this.name = name;
        this.executor = executor;
        this.afterReconnect = afterReconnect;
        this.nanoTime = nanoTime;
        checkAfter = nanoTime.getAsLong();
    }

    @Override
    public <T> T work(boolean write, String what, SqlWork<T> work) {
        return work(what, work);
    }

    /** Runs work on one connection. {@code what} completes the message "Cannot ... NAME". */
    <T> T work(String what, SqlWork<T> work) {
        if (closed) {
            throw ClosedStore.exception("in " + name);
        }
        Outcome<T> outcome = new Outcome<>();
        executor.execute(() -> {
            try (Connection connection = dataSource.getConnection()) {
                outcome.connected = true;
                requireAutoCommit(connection);
                outcome.result = work.run(connection);
            } catch (SQLException e) {
                outcome.failure = e;
            }
        });
        SQLException e = outcome.failure;
        if (e != null) {
            if (isBroken(e)) {
                checkAfter = nanoTime.getAsLong();
                broken.set(true);
            }
            // Without a connection, the failure is not one of the data. The failures of pools often have no SQLSTATE.
            boolean isTransient = !outcome.connected || isTransient(e);
            throw IoErrors.failure("Cannot " + what + name + ": " + firstLine(e), isTransient, withoutRow(e));
        }
        if (nanoTime.getAsLong() - checkAfter >= 0 && broken.compareAndSet(true, false)) {
            reconnected();
        }
        return Objects.requireNonNull(outcome.result, what);
    }

    private void reconnected() {
        try {
            afterReconnect.run();
        } catch (StoreException e) {
            // A failure can last, so that a check by each call would slow all calls down.
            checkAfter = nanoTime.getAsLong() + RECONNECT_PAUSE.toNanos();
            broken.set(true);
            LOG.log(Level.WARNING, "IDOA-0217: Cannot check " + name + " after a broken connection", e);
        }
    }

    /** The result of the work, or its failure. */
    private static final class Outcome<T> {
        boolean connected;

        @Nullable
        T result;

        @Nullable
        SQLException failure;
    }

    /** Rejects further work. */
    void close(boolean closeDataSource) {
        closed = true;
        if (closeDataSource && dataSource instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "IDOA-0218: Cannot close the connections to " + name, e);
            }
        }
    }

    String name() {
        return name;
    }

    @Override
    public PreparedStatement statement(Connection connection, String sql) throws SQLException {
        return prepare(connection, sql);
    }

    static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setQueryTimeout((int) STATEMENT_TIMEOUT.toSeconds());
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement;
        } catch (SQLException | RuntimeException | Error e) {
            statement.close();
            throw e;
        }
    }

    /** Runs a statement and returns the number of rows that it changed. */
    static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    /** Returns the time of the database in milliseconds since 1970. */
    static long time(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        prepare(connection, "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void requireAutoCommit(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.setAutoCommit(true);
        }
    }

    static boolean isTransient(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return e instanceof SQLTransientException
                || e instanceof SQLRecoverableException
                || e instanceof SQLNonTransientConnectionException
                || TRANSIENT_CLASSES.stream().anyMatch(state::startsWith);
    }

    private static boolean isBroken(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return e instanceof SQLRecoverableException
                || e instanceof SQLNonTransientConnectionException
                || state.startsWith("08")
                || state.startsWith("57P");
    }

    // PostgreSQL's details can repeat a whole row, which contains tokens.
    private static String firstLine(SQLException e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getSimpleName() + " " + e.getSQLState()
                : IoErrors.printable(message.lines().findFirst().orElse(""));
    }

    private static SQLException withoutRow(SQLException e) {
        SQLException copy = new SQLException(firstLine(e), e.getSQLState(), e.getErrorCode());
        copy.setStackTrace(e.getStackTrace());
        return copy;
    }
}
