package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.refresh.SweepReport;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeepAliveRunsTest {

    private static final Duration SHORT = Duration.ofSeconds(1);

    private static SweepReport emptyReport() {
        Refresher none = session -> session;
        return SessionRefresher.builder(new InMemoryOAuthTokenStore(), none)
                .build()
                .refreshExpiring(SHORT);
    }

    @Test
    void failedRunIsFollowedByOthers() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        KeepAliveRuns keepAlive = new KeepAliveRuns(
                () -> switch (runs.incrementAndGet()) {
                    case 1 -> throw StoreException.permanentFailure("no such table", null);
                    case 2 -> throw new IllegalStateException("a bug");
                    default -> emptyReport();
                },
                SHORT);
        Thread thread = new Thread(keepAlive);
        thread.start();
        await().until(() -> runs.get() > 3);
        keepAlive.stop();
        thread.join(5_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void stopInterruptsTheRun() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        KeepAliveRuns keepAlive = new KeepAliveRuns(
                () -> {
                    started.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        Thread.currentThread().interrupt();
                    }
                    return emptyReport();
                },
                SHORT);
        Thread thread = new Thread(keepAlive);
        thread.start();
        started.await();
        keepAlive.stop();
        assertThat(interrupted.await(1, TimeUnit.SECONDS)).isTrue();
        thread.join(5_000);
        assertThat(thread.isAlive()).isFalse();
        keepAlive.stop();
    }
}
