package dev.idiolect.oauth.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** A pool of connections to one database. Readers never wait; writers take turns. */
final class SqliteConnections {

    /** Opens a connection. */
    interface Connector {
        Connection connect() throws SQLException;
    }

    private static final Logger LOG = System.getLogger(SqliteConnections.class.getName());
    private static final int MOST_IDLE = 8;

    private final Connector connector;
    private final Duration writePatience;
    private final Deque<Connection> idle = new ArrayDeque<>();
    // SQLite's own write lock is unfair, so with many threads some would starve.
    private final ReentrantLock writing = new ReentrantLock(true);
    private final AtomicInteger busy = new AtomicInteger();
    private boolean closed;

    SqliteConnections(Connector connector, Duration writePatience) {
        this.connector = connector;
        this.writePatience = writePatience;
    }

    <T> T write(SqlWork<T> work) throws SQLException {
        if (!waitToWrite()) {
            throw new SQLTimeoutException(
                    "timed out after " + writePatience + " waiting for the writes of other threads");
        }
        try {
            return read(work);
        } finally {
            writing.unlock();
        }
    }

    <T> T read(SqlWork<T> work) throws SQLException {
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

    /** Closes each connection after its current work. Waits for that work, up to the write timeout. */
    void close() {
        Deque<Connection> open;
        synchronized (idle) {
            closed = true;
            open = new ArrayDeque<>(idle);
            idle.clear();
        }
        open.forEach(SqliteConnections::close);
        if (!Backoff.until(Deadline.after(writePatience), () -> busy.get() == 0)) {
            LOG.log(Level.WARNING, "A connection to SQLite is still in use and will be closed after its work");
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
            kept = usable && !closed && idle.size() < MOST_IDLE && idle.offerFirst(connection);
        }
        if (!kept) {
            close(connection);
        }
        busy.decrementAndGet();
    }

    // Ignores interrupts: the thread may hold the only copy of a refreshed session.
    private boolean waitToWrite() {
        Deadline deadline = Deadline.after(writePatience);
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return writing.tryLock(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "Cannot close a connection to SQLite", e);
        }
    }
}
