package dev.idiolect.oauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadTimeoutsTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1); // about to overflow
    private final AtomicInteger looks = new AtomicInteger();
    private final ReadTimeouts timeouts = new ReadTimeouts(LIMIT, Duration.ofMillis(2), () -> {
        looks.incrementAndGet();
        return time.get();
    });
    private final AtomicInteger cancelled = new AtomicInteger();

    private interface Cancel {
        void run() throws SQLException;
    }

    private static Statement statement(Cancel cancel) {
        return (Statement) Proxy.newProxyInstance(
                Statement.class.getClassLoader(), new Class<?>[] {Statement.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("cancel")) {
                        cancel.run();
                        return null;
                    }
                    throw new AssertionError(method);
                });
    }

    @Test
    void slowReadIsCancelledOnce() throws SQLException {
        timeouts.run(statement(cancelled::incrementAndGet), () -> {
            time.addAndGet(LIMIT.toNanos());
            await().until(() -> cancelled.get() == 1);
            awaitLooks();
            return cancelled.get();
        });
        assertThat(cancelled).hasValue(1);
    }

    @Test
    void otherReadsAreNotCancelled() throws SQLException {
        timeouts.run(statement(cancelled::incrementAndGet), () -> "ended");
        time.addAndGet(1);
        timeouts.run(statement(cancelled::incrementAndGet), () -> {
            time.addAndGet(LIMIT.toNanos() - 1);
            awaitLooks();
            return "in time";
        });
        assertThat(cancelled).hasValue(0);
    }

    @Test
    void cancelThatHangsOrFailsDelaysNoOther() throws SQLException {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        Statement failing = statement(() -> {
            throw new SQLException("no route");
        });
        timeouts.run(
                statement(() -> uninterruptibly(end)),
                () -> timeouts.run(failing, () -> {
                    time.addAndGet(LIMIT.toNanos());
                    awaitLooks();
                    timeouts.run(statement(called::countDown), () -> {
                        time.addAndGet(LIMIT.toNanos());
                        uninterruptibly(called);
                        return "cancelled";
                    });
                    end.countDown();
                    return "ended";
                }));
        assertThat(called.getCount()).isZero();
    }

    @Test
    void threadEndsWithoutReadsAndStartsAgain() throws SQLException {
        timeouts.run(statement(cancelled::incrementAndGet), () -> "ended");
        await().until(() -> watchers() == 0);
        timeouts.run(statement(cancelled::incrementAndGet), () -> {
            time.addAndGet(LIMIT.toNanos());
            await().until(() -> cancelled.get() == 1);
            return "cancelled";
        });
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the watching thread has looked at the running reads more than once. */
    private void awaitLooks() {
        int before = looks.get();
        await().until(() -> looks.get() >= before + 3);
    }

    private static long watchers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("idiolect-oauth-read-timeouts"))
                .count();
    }
}
