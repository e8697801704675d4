package dev.idiolect.oauth.store.sqlite;

import dev.idiolect.oauth.store.internal.Backoff;
import dev.idiolect.oauth.store.internal.Deadline;
import dev.idiolect.oauth.store.internal.persistent.SqlWork;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A pool of connections to one database. Its users do not wait for each other. */
final class SqliteConnections {

    /** Opens a connection. */
    interface Connector {
        Connection connect() throws SQLException;
    }

    private static final Logger LOG = System.getLogger(SqliteConnections.class.getName());
    private static final int MAX_IDLE = 8;

    private final Connector connector;
    private final Duration closePatience;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final AtomicInteger busy = new AtomicInteger();
    private boolean closed;

    SqliteConnections(Connector connector, Duration closePatience) {
        this.connector = connector;
        this.closePatience = closePatience;
    }

    <T> T run(SqlWork<T> work) throws SQLException {
        try {
            return runOnce(work);
        } catch (SQLException e) {
            if (!SqliteErrors.isReadOnly(e)) {
                throw e;
            }
            // A connection that was opened while the disk was mounted read-only never writes.
            idleConnections().forEach(SqliteConnections::close);
            return runOnce(work);
        }
    }

    private <T> T runOnce(SqlWork<T> work) throws SQLException {
        Connection connection = take();
        boolean usable = false;
        try {
            T result = work.run(connection);
            usable = true;
            return result;
        } finally {
            giveBack(connection, usable);
        }
    }

    /** Closes each connection after its current work. Waits for that work, up to the close timeout. */
    void close() {
        synchronized (idle) {
            closed = true;
        }
        idleConnections().forEach(SqliteConnections::close);
        if (!Backoff.until(Deadline.after(closePatience), () -> busy.get() == 0)) {
            LOG.log(
                    Level.WARNING,
                    "IDOA-0213: A connection to SQLite is still in use and will be closed after its work");
        }
    }

    private List<Connection> idleConnections() {
        synchronized (idle) {
            List<Connection> taken = List.copyOf(idle);
            idle.clear();
            return taken;
        }
    }

    private Connection take() throws SQLException {
        Connection ready;
        synchronized (idle) {
            if (closed) {
                throw new SQLException("the store was closed");
            }
            ready = idle.pollFirst();
            busy.incrementAndGet();
        }
        if (ready != null) {
            return ready;
        }
        try {
            return connector.connect();
        } catch (SQLException | RuntimeException | Error e) {
            busy.decrementAndGet();
            throw e;
        }
    }

    private void giveBack(Connection connection, boolean usable) {
        boolean kept;
        synchronized (idle) {
            kept = usable && !closed && idle.size() < MAX_IDLE && idle.offerFirst(connection);
        }
        if (!kept) {
            close(connection);
        }
        busy.decrementAndGet();
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "IDOA-0214: Cannot close a connection to SQLite", e);
        }
    }
}
