package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.internal.endpoint.RevocationException;
import dev.idiolect.oauth.internal.endpoint.RevocationQueue;
import dev.idiolect.oauth.store.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The queues of stored sessions and of failed logins. */
@Timeout(60)
class RevocationQueuesTest {

    private final AtomicInteger tries = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    @Test
    void failedLoginsDoNotDelayRevocationsOfSessions() {
        CountDownLatch end = new CountDownLatch(1);
        RevocationQueues queues = RevocationQueues.of(List.of());
        try (LogCapture log = new LogCapture(RevocationQueue.class)) {
            for (int i = 0; i < 2000; i++) {
                queues.failedLogins()
                        .add("the tokens of a failed login", "example.com", 1, () -> awaitQuietly(end), failures::add);
            }
            assertThat(failures).hasSize(1950).containsOnly("too many others are waiting");
            assertThat(log.messages()).as("strangers do not fill the log").hasSize(1);
            assertThat(queues.sessions().tryNow("it", "example.com", 1, tries::incrementAndGet, failures::add))
                    .isTrue();
        } finally {
            end.countDown();
            queues.close();
        }
    }

    @Test
    void bothQueuesCloseInFiveSecondsInAll() {
        CountDownLatch end = new CountDownLatch(1);
        RevocationQueues queues = RevocationQueues.of(List.of());
        RevocationQueue.Attempt slow = () -> {
            awaitQuietly(end);
            throw new RevocationException("no response", true, null);
        };
        queues.sessions().add("a session", "example.com", 1, slow, failures::add);
        queues.failedLogins().add("a failed login", "example.com", 1, slow, failures::add);
        long start = System.nanoTime();
        try {
            queues.close();
        } finally {
            end.countDown();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
        await().untilAsserted(() -> assertThat(failures).hasSize(2));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
