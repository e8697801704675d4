package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SqliteConnectionsTest {

    @TempDir
    Path root;

    @Test
    void interruptedWriterWaitsAndKeepsTheInterrupt() throws Exception {
        SqliteConnections connections = connections(Duration.ofSeconds(20));
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Future<Boolean> holder = executor.submit(() -> connections.write(connection -> waitFor(first, go)));
        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
        boolean[] outcome = new boolean[2];
        Thread waiter = new Thread(() -> {
            try {
                outcome[0] = connections.write(connection -> true);
                outcome[1] = Thread.currentThread().isInterrupted();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        waiter.start();
        await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        waiter.interrupt();
        assertThat(connections.<Boolean>read(connection -> true)).isTrue();
        go.countDown();
        waiter.join(10_000);
        assertThat(outcome).containsExactly(true, true);
        assertThat(holder.get()).isTrue();
        executor.shutdown();
        connections.close();
    }

    @Test
    void writerTimesOut() throws Exception {
        SqliteConnections connections = connections(Duration.ofMillis(50));
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Future<Boolean> holder = executor.submit(() -> connections.write(connection -> waitFor(first, go)));
        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> connections.write(connection -> true)).hasMessageContaining("PT0.05S");
        go.countDown();
        assertThat(holder.get()).isTrue();
        executor.shutdown();
        connections.close();
    }

    private SqliteConnections connections(Duration patience) {
        return new SqliteConnections(
                new SqliteConnector(root.resolve("x.db").toAbsolutePath(), Duration.ofSeconds(1)), patience);
    }

    private static boolean waitFor(CountDownLatch first, CountDownLatch go) {
        first.countDown();
        try {
            return go.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
