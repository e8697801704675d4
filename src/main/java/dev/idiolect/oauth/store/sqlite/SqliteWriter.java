package dev.idiolect.oauth.store.sqlite;

import dev.idiolect.oauth.store.internal.Deadline;
import dev.idiolect.oauth.store.internal.persistent.SqlWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Runs writes one group after another. Writes that arrive while a group is written form the next one, and share its
 * transaction and its flush to disk. A write returns when it is durable. If a transaction fails, each of its writes is
 * tried again in one of its own, so that only the faulty one fails. Thread-safe.
 */
final class SqliteWriter {

    // Bounds how long a reader of the newest row, or another process, waits for one transaction.
    private static final int LARGEST_GROUP = 100;

    private final SqliteConnections connections;
    private final Duration patience;
    private final Deque<GroupedWrite<?>> queue;
    private boolean writing;

    /** {@code patience} limits how long a write waits for its turn. */
    SqliteWriter(SqliteConnections connections, Duration patience) {
        this(connections, patience, new ArrayDeque<>());
    }

    SqliteWriter(SqliteConnections connections, Duration patience, Deque<GroupedWrite<?>> queue) {
        this.connections = connections;
        this.patience = patience;
        this.queue = queue;
    }

    /** Runs work that writes. The work may be run several times, and by another thread. */
    <T> T write(SqlWork<T> work) throws SQLException {
        GroupedWrite<T> write = new GroupedWrite<>(work);
        enqueue(write);
        Boolean leads = write.await(Deadline.after(patience));
        if (leads == null) {
            if (leave(write)) {
                throw new SQLTimeoutException(
                        "timed out after " + patience + " waiting for the writes of other threads");
            }
            leads = write.await(Deadline.after(patience));
        }
        if (leads == null) {
            throw new SQLTimeoutException("timed out after " + patience + " while the write was running");
        }
        if (leads) {
            runNextGroup(write);
        }
        return write.outcome();
    }

    private void enqueue(GroupedWrite<?> write) {
        synchronized (queue) {
            queue.addLast(write);
            if (!writing) {
                writing = true;
                write.lead();
            }
        }
    }

    /** Leaves the queue. Returns false if the write is running, or if its thread runs the next group. */
    private boolean leave(GroupedWrite<?> write) {
        synchronized (queue) {
            return !write.hasTurn() && queue.remove(write);
        }
    }

    // The first write of the queue is that of this thread.
    private void runNextGroup(GroupedWrite<?> first) {
        List<GroupedWrite<?>> group = List.of();
        int done = 0;
        try {
            group = takeGroup();
            if (group.size() > 1 && runTogether(group)) {
                done = group.size();
            }
            for (; done < group.size(); done++) {
                group.get(done).runAlone(connections);
            }
        } catch (RuntimeException | Error e) {
            // Such as a stack overflow. A write that was not run must not look as if it had succeeded.
            for (GroupedWrite<?> write : group.subList(done, group.size())) {
                write.fail(e);
            }
            throw e;
        } finally {
            for (GroupedWrite<?> write : group) {
                write.end();
            }
            passOn(first);
        }
    }

    private List<GroupedWrite<?>> takeGroup() {
        // With its final size, because a write that is taken but not added would be lost.
        List<GroupedWrite<?>> group = new ArrayList<>(LARGEST_GROUP);
        synchronized (queue) {
            while (!queue.isEmpty() && group.size() < LARGEST_GROUP) {
                group.add(queue.removeFirst());
            }
        }
        return group;
    }

    /** Lets the next write run. {@code last} is still in the queue if an Error prevented its group. */
    private void passOn(GroupedWrite<?> last) {
        synchronized (queue) {
            if (queue.peekFirst() == last) {
                queue.pollFirst();
            }
            GroupedWrite<?> next = queue.peekFirst();
            if (next == null) {
                writing = false;
            } else {
                next.lead();
            }
        }
    }

    /** Returns false if the transaction was rolled back. */
    private boolean runTogether(List<GroupedWrite<?>> group) {
        try {
            // After a failure the connection is closed, which rolls the transaction back.
            return connections.run(connection -> inTransaction(connection, group));
        } catch (SQLException e) {
            // Another process writes. Each write would wait for it again.
            if (SqliteErrors.isBusy(e)) {
                group.forEach(write -> write.fail(e));
                return true;
            }
            return false;
        } catch (RuntimeException | Error e) {
            return false;
        }
    }

    private static boolean inTransaction(Connection connection, List<GroupedWrite<?>> group) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            for (GroupedWrite<?> write : group) {
                write.run(connection);
            }
            statement.execute("COMMIT");
            return true;
        }
    }
}
