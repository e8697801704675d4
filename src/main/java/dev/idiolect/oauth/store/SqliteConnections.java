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
import java.util.concurrent.locks.ReentrantLock;

/** A few open connections to one database: readers never wait, writers take turns. */
final class SqliteConnections {

    /** Opens a connection. */
    interface Connector {
        Connection connect() throws SQLException;
    }

    /** What is done with a connection. */
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private static final Logger LOG = System.getLogger(SqliteConnections.class.getName());
    private static final int MOST_IDLE = 8;

    private final Connector connector;
    private final Duration writePatience;
    private final Deque<Connection> idle = new ArrayDeque<>();
    // SQLite's own wait for the right to write is unfair: among many threads some would never get it.
    private final ReentrantLock writing = new ReentrantLock(true);
    private boolean closed;

    SqliteConnections(Connector connector, Duration writePatience) {
        this.connector = connector;
        this.writePatience = writePatience;
    }

    <T> T write(Work<T> work) throws SQLException {
        if (!waitToWrite()) {
            throw new SQLTimeoutException("other threads have been writing for " + writePatience);
        }
        try {
            return read(work);
        } finally {
            writing.unlock();
        }
    }

    <T> T read(Work<T> work) throws SQLException {
        Connection connection = take();
        boolean usable = false;
        try {
            T result = work.run(connection);
            usable = true;
            return result;
        } finally {
            if (!usable || !giveBack(connection)) {
                close(connection);
            }
        }
    }

    /** Closes the connections that nobody uses; each of the others is closed when its work is done. */
    void close() {
        Deque<Connection> open;
        synchronized (idle) {
            closed = true;
            open = new ArrayDeque<>(idle);
            idle.clear();
        }
        open.forEach(SqliteConnections::close);
    }

    private Connection take() throws SQLException {
        Connection ready;
        synchronized (idle) {
            ready = idle.pollFirst();
        }
        return ready == null ? connector.connect() : ready;
    }

    private boolean giveBack(Connection connection) {
        synchronized (idle) {
            return !closed && idle.size() < MOST_IDLE && idle.offerFirst(connection);
        }
    }

    // A thread that is interrupted may still save: what it holds may be the only copy of a refreshed session.
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
            LOG.log(Level.WARNING, "Closing a connection to SQLite failed", e);
        }
    }
}
