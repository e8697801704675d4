package dev.idiolect.oauth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkersTest {

    private static final int MOST = 200;

    private final CountDownLatch done = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        done.countDown();
    }

    @Test
    void tooMuchIsTurnedAwayAtOnce() throws Exception {
        Workers workers = busy(Duration.ZERO);
        assertThatThrownBy(() -> workers.start(() -> "x")).isInstanceOfSatisfying(ExchangeException.class, e -> {
            assertThat(e.isTransient()).isTrue();
            assertThat(e.isRefused()).isFalse();
        });
    }

    @Test
    void tooMuchWaitsItsTurnWhereItMay() throws Exception {
        Workers workers = busy(Duration.ofSeconds(20));
        CompletableFuture<String> late = CompletableFuture.supplyAsync(() -> {
            try {
                return workers.start(() -> "x").get(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(late).isNotDone();
        done.countDown();
        assertThat(late).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("x");
    }

    @Test
    void waitingEndsInTime() throws Exception {
        Workers workers = busy(Duration.ofMillis(50));
        Callable<String> task = () -> "x";
        assertThatThrownBy(() -> workers.start(task)).hasMessageContaining("under way already");
    }

    private Workers busy(Duration patience) throws ExchangeException {
        Workers workers = new Workers(patience);
        for (int i = 0; i < MOST; i++) {
            Future<Boolean> task = workers.start(() -> done.await(20, TimeUnit.SECONDS));
            assertThat(task).isNotDone();
        }
        assertThat(workers.busy()).isEqualTo(MOST);
        return workers;
    }
}
