package dev.idiolect.oauth.store.sqlite;

import dev.idiolect.oauth.store.internal.Deadline;
import dev.idiolect.oauth.store.internal.persistent.SqlWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A write that may share a transaction with the writes of other threads, and its outcome. */
final class GroupedWrite<T> {

    private final SqlWork<T> work;

    // True: this write's thread runs the next group. False: the write has ended.
    private final CompletableFuture<Boolean> turn = new CompletableFuture<>();

    private @Nullable T result;
    private @Nullable Throwable failure;

    GroupedWrite(SqlWork<T> work) {
        this.work = work;
    }

    /** Runs the work in the transaction of a group. It may run again later. */
    void run(Connection connection) throws SQLException {
        result = work.run(connection);
    }

    /** Runs the work in a transaction of its own, and keeps its failure. */
    void runAlone(SqliteConnections connections) {
        try {
            result = connections.run(connection -> SqliteSchema.write(connection, work));
        } catch (SQLException | RuntimeException | Error e) {
            failure = e;
        }
    }

    void fail(Throwable reason) {
        failure = reason;
    }

    /** Wakes the write's thread to run the next group. */
    void lead() {
        turn.complete(true);
    }

    /** Wakes the write's thread to return the outcome. Has no effect on the thread that runs the group. */
    void end() {
        turn.complete(false);
    }

    boolean hasTurn() {
        return turn.isDone();
    }

    /**
     * Waits until it is this write's turn, ignoring interrupts: the thread may hold the only copy of a refreshed
     * session.
     *
     * @return whether this thread runs the next group; null after the deadline
     */
    @Nullable
    Boolean await(Deadline deadline) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return turn.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    return null;
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns the result of the work, or throws its failure. */
    @SuppressWarnings("NullAway") // The result of work that succeeded, which may be null.
    T outcome() throws SQLException {
        if (failure instanceof SQLException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        return result;
    }
}
