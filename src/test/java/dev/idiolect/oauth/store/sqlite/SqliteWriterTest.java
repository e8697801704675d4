package dev.idiolect.oauth.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.store.internal.persistent.SqlWork;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SqliteWriterTest {

    private static final int WRITES = 10;

    @TempDir
    Path root;

    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private SqliteConnections connections;
    private SqliteWriter writer;

    @BeforeEach
    void openDatabase() throws SQLException {
        open(0, Duration.ofSeconds(20));
        connections.run(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode=WAL");
                return statement.executeUpdate("CREATE TABLE x (id INTEGER PRIMARY KEY, data BLOB)");
            }
        });
    }

    private void open(int maxPages, Duration patience) {
        SqliteConnector connector = new SqliteConnector(root.resolve("x.db").toAbsolutePath(), Duration.ofMillis(500));
        connections = new SqliteConnections(
                () -> {
                    Connection connection = connector.connect();
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("PRAGMA max_page_count=" + maxPages);
                    }
                    return connection;
                },
                Duration.ofSeconds(20));
        writer = new SqliteWriter(connections, patience);
    }

    @AfterEach
    void close() {
        go.countDown();
        threads.shutdown();
        connections.close();
    }

    @Test
    void waitingWritesShareOneTransaction() throws Exception {
        Future<Boolean> first = holdWriter();
        Set<Thread> runners = ConcurrentHashMap.newKeySet();
        List<Integer> committed = new ArrayList<>();
        List<Future<Integer>> others = queue(WRITES, id -> connection -> {
            runners.add(Thread.currentThread());
            int rows = insert(connection, id, 1);
            // Only the writer's thread adds to the list.
            committed.add(connections.run(SqliteWriterTest::count));
            return rows;
        });
        go.countDown();
        for (Future<Integer> other : others) {
            assertThat(other.get()).isEqualTo(1);
        }
        assertThat(first.get()).isTrue();
        assertThat(runners).hasSize(1);
        assertThat(committed).hasSize(WRITES).containsOnly(0);
        assertThat(connections.<Integer>run(SqliteWriterTest::count)).isEqualTo(WRITES);
    }

    @Test
    void writeReturnsOnlyWhenItsRowIsVisible() throws Exception {
        List<Future<Integer>> writes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int id = i;
            writes.add(threads.submit(() -> {
                writer.write(connection -> insert(connection, id, 1));
                return connections.run(connection -> number(connection, "SELECT count(*) FROM x WHERE id = " + id));
            }));
        }
        for (Future<Integer> write : writes) {
            assertThat(write.get()).isEqualTo(1);
        }
    }

    @Test
    void onlyTheFaultyWriteFails() throws Exception {
        holdWriter();
        List<Future<Integer>> others = queue(WRITES, id -> connection -> insert(connection, id == 3 ? 2 : id, 1));
        go.countDown();
        assertOneFails(others, "UNIQUE");
        assertThat(connections.<Integer>run(SqliteWriterTest::count)).isEqualTo(WRITES - 1);
    }

    @Test
    void errorInOneWriteFailsOnlyThatWrite() throws Exception {
        holdWriter();
        List<Future<Integer>> others = queue(WRITES, id -> connection -> {
            if (id == 3) {
                throw new StackOverflowError("deep");
            }
            return insert(connection, id, 1);
        });
        go.countDown();
        assertOneFails(others, "deep");
        assertThat(writer.<Integer>write(SqliteWriterTest::count)).isEqualTo(WRITES - 1);
    }

    @Test
    void writesContinueAfterAnErrorBeforeTheirGroup() throws Exception {
        boolean[] failing = {true};
        writer = new SqliteWriter(connections, Duration.ofSeconds(2), new ArrayDeque<>() {
            @Override
            public GroupedWrite<?> removeFirst() {
                if (failing[0]) {
                    failing[0] = false;
                    throw new OutOfMemoryError("no heap left");
                }
                return super.removeFirst();
            }
        });
        assertThatThrownBy(() -> writer.write(connection -> insert(connection, 1, 1)))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(writer.<Integer>write(SqliteWriterTest::count)).isZero();
        assertThat(writer.<Integer>write(connection -> insert(connection, 1, 1)))
                .isEqualTo(1);
    }

    @Test
    void fullDatabaseFailsOnlyTheWriteThatDoesNotFit() throws Exception {
        connections.close();
        open(20, Duration.ofSeconds(20));
        holdWriter();
        List<Future<Integer>> others = queue(WRITES, id -> connection -> insert(connection, id, id == 3 ? 1 << 20 : 1));
        go.countDown();
        assertOneFails(others, "SQLITE_FULL");
        assertThat(connections.<Integer>run(SqliteWriterTest::count)).isEqualTo(WRITES - 1);
    }

    @Test
    void lockOfAnotherProcessFailsAllWritesAfterOneWait() throws Exception {
        holdWriter();
        List<Future<Integer>> others = queue(WRITES, id -> connection -> insert(connection, id, 1));
        connections.run(other -> {
            try (Statement statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                go.countDown();
                for (Future<Integer> write : others) {
                    assertThatThrownBy(write::get).hasMessageContaining("SQLITE_BUSY");
                }
                return statement.execute("ROLLBACK");
            }
        });
        assertThat(others.stream().map(SqliteWriterTest::failure).distinct()).hasSize(1);
        assertThat(writer.<Integer>write(connection -> insert(connection, 1, 1)))
                .isEqualTo(1);
    }

    @Test
    void interruptedWriteWaitsAndKeepsTheInterrupt() throws Exception {
        Future<Boolean> holder = holdWriter();
        boolean[] outcome = new boolean[2];
        Thread waiter = new Thread(() -> {
            try {
                outcome[0] = writer.write(connection -> true);
                outcome[1] = Thread.currentThread().isInterrupted();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        waiter.start();
        await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        waiter.interrupt();
        assertThat(connections.<Boolean>run(connection -> true)).isTrue();
        go.countDown();
        waiter.join(10_000);
        assertThat(outcome).containsExactly(true, true);
        assertThat(holder.get()).isTrue();
    }

    @Test
    void writeThatWaitsTooLongIsNotRun() throws Exception {
        connections.close();
        open(0, Duration.ofMillis(50));
        Future<Boolean> holder = threads.submit(() -> writer.write(connection -> waitForGo()));
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> writer.write(connection -> insert(connection, 1, 1)))
                .hasMessageContaining("PT0.05S");
        go.countDown();
        assertThat(holder.get()).isTrue();
        assertThat(writer.<Integer>write(SqliteWriterTest::count)).isZero();
    }

    private interface Writes {
        SqlWork<Integer> of(int id);
    }

    private Future<Boolean> holdWriter() throws InterruptedException {
        Future<Boolean> holder = threads.submit(() -> writer.write(connection -> waitForGo()));
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        return holder;
    }

    /** Starts writes, and waits until all of them are in the queue. */
    private List<Future<Integer>> queue(int count, Writes writes) {
        List<Future<Integer>> queued = new ArrayList<>();
        Set<Thread> waiting = ConcurrentHashMap.newKeySet();
        IntStream.range(0, count)
                .forEach(id -> queued.add(threads.submit(() -> {
                    waiting.add(Thread.currentThread());
                    return writer.write(writes.of(id));
                })));
        await().until(() -> waiting.size() == count
                && waiting.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
        return queued;
    }

    private static void assertOneFails(List<Future<Integer>> writes, String message) {
        List<Throwable> failures = writes.stream()
                .map(SqliteWriterTest::failure)
                .filter(failure -> failure != null)
                .toList();
        assertThat(failures).hasSize(1);
        assertThat(failures.get(0)).hasMessageContaining(message);
    }

    private static Throwable failure(Future<Integer> write) {
        try {
            write.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int insert(Connection connection, int id, int size) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate("INSERT INTO x VALUES (%d, zeroblob(%d))".formatted(id, size));
        }
    }

    private static int count(Connection connection) throws SQLException {
        return number(connection, "SELECT count(*) FROM x");
    }

    private static int number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getInt(1) : -1;
        }
    }

    private boolean waitForGo() {
        started.countDown();
        try {
            return go.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
