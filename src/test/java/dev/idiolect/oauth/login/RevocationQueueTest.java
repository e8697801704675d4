package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.internal.endpoint.RevocationException;
import dev.idiolect.oauth.store.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private final List<String> failures = new CopyOnWriteArrayList<>();

    private static RevocationException failure(boolean isTransient) {
        return new RevocationException("no response", isTransient, null);
    }

    @Test
    void failedRevocationIsTriedAgainUntilItSucceeds() {
        RevocationQueue queue = new RevocationQueue(List.of(SOON, SOON, SOON));
        try (LogCapture log = new LogCapture(RevocationQueue.class)) {
            boolean revoked = queue.tryNow(
                    "it",
                    "example.com",
                    1,
                    () -> {
                        if (tries.incrementAndGet() < 3) {
                            throw failure(true);
                        }
                    },
                    failures::add);
            assertThat(revoked).isFalse();
            await().until(() -> tries.get() == 3);
            queue.close();
            assertThat(tries).hasValue(3);
            assertThat(log.messages()).isEmpty();
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void lastFailureIsLoggedAsWarning() {
        RevocationQueue queue = new RevocationQueue(List.of(SOON, SOON));
        try (LogCapture log = new LogCapture(RevocationQueue.class)) {
            queue.add(
                    "the session of did:plc:a",
                    "example.com",
                    1,
                    () -> {
                        tries.incrementAndGet();
                        throw failure(true);
                    },
                    failures::add);
            await().until(() -> !log.messages().isEmpty());
            assertThat(tries).hasValue(3);
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("Cannot revoke the session of did:plc:a", "no response", "stay valid");
            await().untilAsserted(() -> assertThat(failures).containsExactly("no response"));
        }
    }

    @Test
    void permanentFailureIsNotTriedAgain() {
        RevocationQueue queue = new RevocationQueue(List.of(SOON));
        try (LogCapture log = new LogCapture(RevocationQueue.class)) {
            assertThat(queue.tryNow(
                            "it",
                            "example.com",
                            1,
                            () -> {
                                tries.incrementAndGet();
                                throw failure(false);
                            },
                            failures::add))
                    .isFalse();
            await().until(() -> log.messages().size() == 1);
            assertThat(tries).hasValue(1);
        }
    }

    @Test
    void closeTriesWaitingRevocationsOnceMore() {
        RevocationQueue queue = new RevocationQueue(List.of(NEVER));
        try (LogCapture log = new LogCapture(RevocationQueue.class)) {
            assertThat(queue.tryNow(
                            "it",
                            "example.com",
                            1,
                            () -> {
                                if (tries.incrementAndGet() == 1) {
                                    throw failure(true);
                                }
                            },
                            failures::add))
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
            queue.tryNow(
                    "it",
                    "example.com",
                    1,
                    () -> {
                        throw failure(true);
                    },
                    failures::add);
            queue.close();
            assertThat(log.messages()).singleElement().asString().contains("no response");
            assertThat(failures).containsExactly("no response");
            assertThat(queue.tryNow("it", "example.com", 1, tries::incrementAndGet, failures::add))
                    .isTrue();
        }
    }

    @Test
    void tooManyWaitingRevocationsAreReported() {
        CountDownLatch end = new CountDownLatch(1);
        RevocationQueue queue = new RevocationQueue(List.of());
        try (LogCapture log = new LogCapture(RevocationQueue.class)) {
            for (int i = 0; i < 1000; i++) {
                queue.add("it", "example.com", 1, () -> awaitQuietly(end), failures::add);
            }
            assertThat(log.messages()).isEmpty();
            queue.add("one more", "example.com", 1, tries::incrementAndGet, failures::add);
            assertThat(log.messages()).singleElement().asString().contains("one more", "too many");
            assertThat(failures).containsExactly("too many others are waiting");
            assertThat(tries).hasValue(0);
            end.countDown();
        }
    }

    @Test
    void newRevocationReplacesOneThatHasFailed() throws Exception {
        CountDownLatch failed = new CountDownLatch(1000);
        RevocationQueue queue = new RevocationQueue(List.of(NEVER));
        try (LogCapture log = new LogCapture(RevocationQueue.class)) {
            for (int i = 0; i < 1000; i++) {
                queue.add(
                        "it",
                        "example.com",
                        1,
                        () -> {
                            failed.countDown();
                            throw failure(true);
                        },
                        failures::add);
            }
            failed.await();
            await().until(() -> queue.tryNow("one more", "example.com", 1, tries::incrementAndGet, reason -> {}));
            assertThat(failures).containsExactly("too many others are waiting");
            assertThat(log.messages()).singleElement().asString().doesNotContain("one more");
        } finally {
            queue.close();
        }
    }

    @Test
    void serverThatNeverRevokesReplacesOnlyItsOwn() {
        AtomicInteger attempts = new AtomicInteger();
        RevocationQueue.Attempt fails = () -> {
            attempts.incrementAndGet();
            throw failure(true);
        };
        RevocationQueue queue = new RevocationQueue(List.of(SOON, NEVER));
        try {
            queue.add("a session at a server that is down", "example.com", 1, fails, failures::add);
            await().until(() -> attempts.get() == 2);
            for (int i = 0; i < 999; i++) {
                queue.add("a session of an attacker", "example.net", 1, fails, reason -> {});
            }
            await().until(() -> attempts.get() == 2000);
            for (int i = 0; i < 500; i++) {
                queue.add("a session of an attacker", "example.net", 1, fails, reason -> {});
            }
            assertThat(failures).isEmpty();
        } finally {
            queue.close();
        }
    }

    @Test
    void hangingServersDoNotDelayTheFirstAttempts() {
        CountDownLatch end = new CountDownLatch(1);
        RevocationQueue queue = new RevocationQueue(List.of());
        try {
            for (int i = 0; i < 20; i++) {
                queue.add("it", "example.com", 1, () -> awaitQuietly(end), failures::add);
            }
            assertThat(queue.tryNow("one more", "example.com", 1, tries::incrementAndGet, failures::add))
                    .isTrue();
        } finally {
            end.countDown();
            queue.close();
        }
    }

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
            throw failure(true);
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
