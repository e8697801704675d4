package dev.idiolect.oauth.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.internal.http.DaemonThreads;
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
    private static final int MAX_UNSAVED = 200;

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
    void hangingServerDelaysNoOtherServer() {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger hanging = new AtomicInteger();
        RevocationQueue queue = RevocationQueue.ofUnsavedTokens(new DaemonThreads());
        try (LogCapture log = new LogCapture(RevocationQueue.class)) {
            for (int i = 0; i < MAX_UNSAVED; i++) {
                addHanging(queue, "the tokens of did:plc:" + i, hanging, end);
            }
            for (int i = 1; i <= 3; i++) {
                assertThat(queue.tryNow("it", "example.net", 1, tries::incrementAndGet, failures::add))
                        .isTrue();
            }
            assertThat(tries).hasValue(3);
            assertThat(hanging).hasValue(1);
            // The queue was full, so the newest revocations of the hanging server are given up.
            assertThat(failures).containsExactly("too many others are waiting");
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains(
                            "the tokens of did:plc:" + (MAX_UNSAVED - 1), "stay valid at the server until they expire");
            addHanging(queue, "one more", hanging, end);
            addHanging(queue, "too many", hanging, end);
            assertThat(log.messages()).hasSize(2).last().asString().contains("too many");
        } finally {
            end.countDown();
            queue.close();
        }
        assertThat(hanging).hasValue(MAX_UNSAVED);
    }

    private void addHanging(RevocationQueue queue, String description, AtomicInteger running, CountDownLatch end) {
        queue.add(
                description,
                "example.com",
                1,
                () -> {
                    running.incrementAndGet();
                    awaitQuietly(end);
                    if (Thread.currentThread().isInterrupted()) {
                        throw failure(true);
                    }
                },
                failures::add);
    }

    @Test
    void hangingServerReplacesNoneThatHasFailed() {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger hanging = new AtomicInteger();
        RevocationQueue queue = RevocationQueue.ofUnsavedTokens(new DaemonThreads());
        try (LogCapture log = new LogCapture(RevocationQueue.class)) {
            assertThat(queue.tryNow(
                            "a session at a server that is down",
                            "example.org",
                            1,
                            () -> {
                                throw failure(true);
                            },
                            failures::add))
                    .isFalse();
            for (int i = 0; i < MAX_UNSAVED; i++) {
                addHanging(queue, "the tokens of did:plc:" + i, hanging, end);
            }
            queue.add("it", "example.net", 1, tries::incrementAndGet, failures::add);
            assertThat(log.messages()).hasSize(2).noneMatch(message -> message.contains("that is down"));
        } finally {
            end.countDown();
            queue.close();
        }
    }

    @Test
    void charactersOfAHangingServerAreLimited() {
        CountDownLatch end = new CountDownLatch(1);
        RevocationQueue queue = RevocationQueue.ofUnsavedTokens(new DaemonThreads());
        try {
            for (int i = 0; i < 10; i++) {
                queue.add("it", "example.com", 1 << 20, () -> awaitQuietly(end), failures::add);
            }
            assertThat(failures).hasSize(2);
            assertThat(queue.tryNow("it", "example.net", 1 << 20, tries::incrementAndGet, failures::add))
                    .isTrue();
            assertThat(failures).hasSize(3);
        } finally {
            end.countDown();
            queue.close();
        }
    }

    @Test
    void closeLogsEachRevocationThatWaitsForAHangingServer() {
        CountDownLatch end = new CountDownLatch(1);
        RevocationQueue queue = RevocationQueue.ofUnsavedTokens(new DaemonThreads());
        try (LogCapture log = new LogCapture(RevocationQueue.class)) {
            addHanging(queue, "the tokens of did:plc:a", tries, end);
            addHanging(queue, "the tokens of did:plc:b", tries, end);
            queue.close();
            assertThat(log.messages())
                    .hasSize(2)
                    .allSatisfy(message -> assertThat(message).contains("no response in time", "stay valid"));
            assertThat(String.join("", log.messages())).contains("did:plc:a", "did:plc:b");
        } finally {
            end.countDown();
        }
    }

    @Test
    void revocationWhoseThreadDoesNotStartIsReported() {
        RevocationQueue queue = RevocationQueue.ofUnsavedTokens(task -> {
            throw new Error("unable to create native thread");
        });
        try (LogCapture log = new LogCapture(RevocationQueue.class)) {
            queue.add("it", "example.com", 1, tries::incrementAndGet, failures::add);
            assertThat(log.messages()).singleElement().asString().contains("unable to create native thread");
            assertThat(failures).hasSize(1);
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
