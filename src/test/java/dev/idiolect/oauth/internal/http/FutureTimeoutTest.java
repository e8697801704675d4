package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FutureTimeoutTest {

    @Test
    void actionRunsAtTheLimit() {
        CompletableFuture<String> future = new CompletableFuture<>();
        FutureTimeout.set(future, Duration.ofMillis(50), () -> future.complete("late"));
        assertThat(future).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("late");
    }

    /** A thread that stays would keep the class loader of an undeployed application. */
    @Test
    void threadEndsAfterTheLastFuture() {
        CompletableFuture<String> future = new CompletableFuture<>();
        FutureTimeout.set(future, Duration.ofDays(1), () -> future.complete("late"));
        await().until(FutureTimeoutTest::hasThread);
        future.complete("in time");
        await().atMost(Duration.ofSeconds(20)).until(() -> !hasThread());
        assertThat(future).isCompletedWithValue("in time");
    }

    private static boolean hasThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("idiolect-oauth-timeout"));
    }
}
