package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.store.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Revocations that fail are tried again in the background, and their end is reported. */
@Timeout(60)
class RevocationQueueTest {

    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofDays(1);

    private final AtomicInteger tries = new AtomicInteger();

    private static RevocationException failure(boolean isTransient) {
        return new RevocationException("no response", isTransient, null);
    }

    @Test
    void failedRevocationIsTriedAgainUntilItSucceeds() {
        RevocationQueue queue = new RevocationQueue(List.of(SOON, SOON, SOON));
        try (LogCapture log = new LogCapture(RevocationQueue.class)) {
            boolean revoked = queue.tryNow("it", () -> {
                if (tries.incrementAndGet() < 3) {
                    throw failure(true);
                }
            });
            assertThat(revoked).isFalse();
            await().until(() -> tries.get() == 3);
            queue.close();
            assertThat(tries).hasValue(3);
            assertThat(log.messages()).isEmpty();
        }
    }

    @Test
    void lastFailureIsLoggedAsWarning() {
        RevocationQueue queue = new RevocationQueue(List.of(SOON, SOON));
        try (LogCapture log = new LogCapture(RevocationQueue.class)) {
            queue.add("the session of did:plc:a", () -> {
                tries.incrementAndGet();
                throw failure(true);
            });
            await().until(() -> !log.messages().isEmpty());
            assertThat(tries).hasValue(3);
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("Cannot revoke the session of did:plc:a", "no response", "stay valid");
        }
    }

    @Test
    void permanentFailureIsNotTriedAgain() {
        RevocationQueue queue = new RevocationQueue(List.of(SOON));
        try (LogCapture log = new LogCapture(RevocationQueue.class)) {
            assertThat(queue.tryNow("it", () -> {
                        tries.incrementAndGet();
                        throw failure(false);
                    }))
                    .isFalse();
            await().until(() -> log.messages().size() == 1);
            assertThat(tries).hasValue(1);
        }
    }

    @Test
    void closeTriesWaitingRevocationsOnceMore() {
        RevocationQueue queue = new RevocationQueue(List.of(NEVER));
        try (LogCapture log = new LogCapture(RevocationQueue.class)) {
            assertThat(queue.tryNow("it", () -> {
                        if (tries.incrementAndGet() == 1) {
                            throw failure(true);
                        }
                    }))
                    .isFalse();
            queue.close();
            assertThat(tries).hasValue(2);
            assertThat(log.messages()).isEmpty();
        }
    }

    @Test
    void closeReportsRevocationsThatFailAgain() {
        RevocationQueue queue = new RevocationQueue(List.of(NEVER));
        try (LogCapture log = new LogCapture(RevocationQueue.class)) {
            queue.tryNow("it", () -> {
                throw failure(true);
            });
            queue.close();
            assertThat(log.messages()).singleElement().asString().contains("no response");
            assertThat(queue.tryNow("it", tries::incrementAndGet)).isTrue();
        }
    }

    @Test
    void tooManyWaitingRevocationsAreReported() {
        CountDownLatch end = new CountDownLatch(1);
        RevocationQueue queue = new RevocationQueue(List.of());
        try (LogCapture log = new LogCapture(RevocationQueue.class)) {
            for (int i = 0; i < 1000; i++) {
                queue.add("it", () -> awaitQuietly(end));
            }
            assertThat(log.messages()).isEmpty();
            queue.add("one more", tries::incrementAndGet);
            assertThat(log.messages()).singleElement().asString().contains("one more", "too many");
            assertThat(tries).hasValue(0);
            end.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
