package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.OwnThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BoundedExecutorTest {

    private static final int MAX_THREADS = 500;

    private final CountDownLatch done = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        done.countDown();
    }

    @Test
    void excessTaskIsRejectedAtOnce() throws Exception {
        BoundedExecutor executor = busy(Duration.ZERO);
        assertThatThrownBy(() -> executor.submit(() -> "x")).isInstanceOfSatisfying(ExchangeException.class, e -> {
            assertThat(e.isTransient()).isTrue();
            assertThat(e.isRefused()).isFalse();
        });
    }

    @Test
    void excessTaskWaitsForAThread() throws Exception {
        BoundedExecutor executor = busy(Duration.ofSeconds(20));
        CompletableFuture<String> late = OwnThread.supply(() -> {
            try {
                return executor.submit(() -> "x").get(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(late).isNotDone();
        done.countDown();
        assertThat(late).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("x");
    }

    @Test
    void tasksStartInOrder() throws Exception {
        BoundedExecutor executor = new BoundedExecutor(Duration.ofSeconds(20), 1);
        Future<Boolean> first = executor.submit(() -> done.await(20, TimeUnit.SECONDS));
        List<Integer> order = new CopyOnWriteArrayList<>();
        List<Integer> expected = new ArrayList<>();
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int number = i;
            CompletableFuture<Boolean> caller = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    caller.complete(executor.submit(() -> order.add(number)).get(20, TimeUnit.SECONDS));
                } catch (Exception e) {
                    caller.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
            await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
            expected.add(number);
            all.add(caller);
        }
        assertThat(first).isNotDone();
        done.countDown();
        for (CompletableFuture<Boolean> caller : all) {
            assertThat(caller).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(true);
        }
        assertThat(order).isEqualTo(expected);
    }

    @Test
    void waitingEndsInTime() throws Exception {
        BoundedExecutor executor = busy(Duration.ofMillis(50));
        Callable<String> task = () -> "x";
        assertThatThrownBy(() -> executor.submit(task))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.isUnsent()).isTrue())
                .hasMessageContaining("already in progress");
    }

    @Test
    void shorterLimitOfATaskCounts() throws Exception {
        BoundedExecutor executor = busy(Duration.ofDays(1));
        Callable<String> task = () -> "x";
        assertThatThrownBy(() -> executor.submit(task, Duration.ofMillis(50)))
                .hasMessageContaining("already in progress");
    }

    @Test
    void slowServerLeavesThreadsForOthers() throws Exception {
        BoundedExecutor executor = new BoundedExecutor(Duration.ZERO);
        assertThat(occupy(executor, "slow")).isBetween(20, MAX_THREADS / 8);
        assertThat(executor.submit(() -> "x", "other", Duration.ofSeconds(1)).get(20, TimeUnit.SECONDS))
                .isEqualTo("x");
    }

    @Test
    void fourSlowServersLeaveThreadsForOthers() throws Exception {
        BoundedExecutor executor = new BoundedExecutor(Duration.ZERO);
        for (int i = 0; i < 4; i++) {
            occupy(executor, "slow-" + i);
        }
        assertThat(executor.activeCount()).isLessThan(MAX_THREADS * 3 / 4);
        assertThat(occupy(executor, "other")).isPositive();
    }

    @Test
    void taskForASlowServerWaitsForItsShare() throws Exception {
        BoundedExecutor executor = new BoundedExecutor(Duration.ofSeconds(20));
        assertThat(occupy(executor, "slow")).isPositive();
        CompletableFuture<String> late = OwnThread.supply(() -> {
            try {
                return executor.submit(() -> "x", "slow", Duration.ofSeconds(20))
                        .get(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(late).isNotDone();
        done.countDown();
        assertThat(late).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("x");
        for (int i = 0; i < MAX_THREADS; i++) {
            assertThat(executor.submit(() -> "y", "slow", Duration.ofSeconds(1)).get(20, TimeUnit.SECONDS))
                    .as("the share is free again")
                    .isEqualTo("y");
        }
    }

    @Test
    void slowHostsOfOneDomainLeaveThreadsForOthers() throws Exception {
        BoundedExecutor executor = new BoundedExecutor(Duration.ZERO);
        for (int i = 0; i < MAX_THREADS; i++) {
            occupy(executor, "h" + i + ".example.com");
        }
        assertThat(executor.activeCount()).isLessThanOrEqualTo(MAX_THREADS / 8);
        assertThat(occupy(executor, "example.org")).isGreaterThan(20);
    }

    @Test
    void manySlowServersLeaveThreadsForOthers() throws Exception {
        BoundedExecutor executor = new BoundedExecutor(Duration.ZERO);
        assertThat(executor.submit(() -> "x", "prompt", Duration.ZERO).get(20, TimeUnit.SECONDS))
                .isEqualTo("x");
        for (int i = 0; i < 200; i++) {
            occupy(executor, "slow-" + i);
        }
        assertThat(occupy(executor, "unknown")).isOne();
        assertThat(occupy(executor, "prompt")).isGreaterThan(20);
    }

    @Test
    void serversThatWerePromptAtFirstLeaveThreadsForOthers() throws Exception {
        BoundedExecutor executor = new BoundedExecutor(Duration.ZERO);
        for (int i = 0; i < 20; i++) {
            String server = "h" + i + ".example" + i / 2 + ".net";
            assertThat(executor.submit(() -> "x", server, Duration.ZERO).get(20, TimeUnit.SECONDS))
                    .isEqualTo("x");
        }
        for (int i = 0; i < 20; i++) {
            occupy(executor, "h" + i + ".example" + i / 2 + ".net");
        }
        assertThat(occupy(executor, "pds.example.com")).isPositive();
    }

    /** Submits tasks until one is rejected, and returns how many were not. */
    private int occupy(BoundedExecutor executor, String server) {
        for (int i = 0; i <= MAX_THREADS; i++) {
            try {
                Future<Boolean> task = executor.submit(() -> done.await(20, TimeUnit.SECONDS), server, Duration.ZERO);
                assertThat(task).isNotNull();
            } catch (ExchangeException rejected) {
                return i;
            }
        }
        throw new AssertionError("no limit");
    }

    private BoundedExecutor busy(Duration maxWait) throws ExchangeException {
        BoundedExecutor executor = new BoundedExecutor(maxWait);
        for (int i = 0; i < MAX_THREADS; i++) {
            Future<Boolean> task = executor.submit(() -> done.await(20, TimeUnit.SECONDS));
            assertThat(task).isNotDone();
        }
        assertThat(executor.activeCount()).isEqualTo(MAX_THREADS);
        return executor;
    }
}
