package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of all stores. */
@Timeout(60)
public abstract class OAuthTokenStoreContract {

    protected static final String ALICE = "did:plc:alice";
    protected static final String BOB = "did:plc:bob";
    protected static final Duration LONG = Duration.ofSeconds(20);
    protected static final Duration SHORT = Duration.ofMillis(60);

    protected OAuthTokenStore store;

    /** Opens the store under test. A second call opens the same data again, if it is persistent. */
    protected abstract OAuthTokenStore open() throws Exception;

    @BeforeEach
    protected void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    protected void closeStore() throws Exception {
        if (store instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    @Test
    void keepsEveryPartOfASession() {
        store.save(TestSessions.full(ALICE));
        store.save(TestSessions.minimal(BOB));
        assertThat(store.load(ALICE)).contains(TestSessions.full(ALICE));
        assertThat(store.load(BOB)).contains(TestSessions.minimal(BOB));
    }

    @Test
    void saveReplacesAllPartsOfTheSession() {
        store.save(TestSessions.full(ALICE));
        store.save(TestSessions.minimal(ALICE));
        assertThat(store.load(ALICE)).contains(TestSessions.minimal(ALICE));
        assertThat(store.listDids()).containsExactly(ALICE);
    }

    @Test
    void loadOfAnUnknownDidIsEmpty() {
        assertThat(store.load(ALICE)).isEmpty();
        assertThat(store.listDids()).isEmpty();
    }

    @Test
    void deleteRemovesOneSessionAndIsIdempotent() {
        store.save(TestSessions.full(ALICE));
        store.save(TestSessions.full(BOB));
        store.delete(ALICE);
        store.delete(ALICE);
        assertThat(store.load(ALICE)).isEmpty();
        assertThat(store.listDids()).containsExactly(BOB);
    }

    @Test
    void listIsSorted() {
        List<String> dids = new ArrayList<>(List.of(
                "did:web:b", "did:web:a:b", "did:web:a_b", "did:web:a%5Fb", "did:web:A", "did:plc:z", "did:plc:a.b"));
        dids.forEach(did -> store.save(TestSessions.minimal(did)));
        Collections.sort(dids);
        assertThat(store.listDids()).isEqualTo(dids);
    }

    static List<String> lookAlikes() {
        return List.of(
                "did:web:a:b",
                "did:web:a_b",
                "did:web:a%3Ab",
                "did:web:a%5Fb",
                "did:web:a%5fb",
                "did:web:A:b",
                "did:web:..",
                "did:web:...",
                "did:web:.",
                "did:web:a%2F..%2Fb",
                "did:web:CON",
                "did:web:" + "a".repeat(240),
                "did:web:" + "A".repeat(240),
                "did:web:" + "a".repeat(Did.MAX_LENGTH - 8),
                "did:web:" + "a".repeat(Did.MAX_LENGTH - 9) + "b",
                "did:web:" + "_".repeat(Did.MAX_LENGTH - 8));
    }

    @Test
    void similarDidsNeverShareASession() {
        for (String did : lookAlikes()) {
            store.save(TestSessions.full(did));
        }
        for (String did : lookAlikes()) {
            assertThat(store.load(did)).contains(TestSessions.full(did));
        }
        assertThat(store.listDids())
                .isEqualTo(lookAlikes().stream().sorted().distinct().toList());
        lookAlikes().forEach(store::delete);
        assertThat(store.listDids()).isEmpty();
    }

    @Test
    void pagesListEachSessionOnceAndSorted() {
        lookAlikes().forEach(did -> store.save(TestSessions.full(did)));
        List<String> found = new ArrayList<>();
        List<SessionSummary> page = store.sessions(null, 3);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(3);
            page.forEach(session -> found.add(session.did()));
            page = store.sessions(found.get(found.size() - 1), 3);
        }
        assertThat(found).isEqualTo(lookAlikes().stream().sorted().distinct().toList());
        assertThat(store.sessions(null, 1000)).hasSameSizeAs(found);
    }

    @Test
    void pagesShowThePartsThatAreNotSecret() {
        List<OAuthSession> sessions = List.of(
                TestSessions.full(ALICE),
                TestSessions.minimal(BOB),
                TestSessions.minimal("did:plc:carol").toBuilder()
                        .tokenType("bearer")
                        .expiresAt(Instant.EPOCH)
                        .build());
        sessions.forEach(store::save);
        List<SessionSummary> page = store.sessions(null, 10);
        assertThat(page)
                .usingRecursiveComparison()
                .isEqualTo(sessions.stream().map(SessionSummary::of).toList());
        assertThat(page.get(0).handle()).contains("alice.example.com");
        assertThat(page.get(0).refreshExpired(TestSessions.EXPIRES)).isFalse();
        assertThat(page.get(0).refreshExpired(Instant.parse("2026-12-07T10:00:01Z")))
                .isTrue();
        assertThat(page.get(1).isExpired(TestSessions.ISSUED)).isFalse();
        assertThat(page.get(1).isExpired(TestSessions.EXPIRES)).isTrue();
        assertThat(page.get(2).isBearer()).isTrue();
    }

    @Test
    void pageFollowsAnyDid() {
        List.of(ALICE, BOB).forEach(did -> store.save(TestSessions.minimal(did)));
        assertThat(store.sessions("did:plc:alicf", 10))
                .extracting(SessionSummary::did)
                .containsExactly(BOB);
        assertThat(store.sessions(BOB, 10)).isEmpty();
        store.delete(BOB);
        assertThat(store.sessions(ALICE, 10)).isEmpty();
        store.save(
                TestSessions.full(ALICE).toBuilder().handle("new.example.com").build());
        assertThat(store.sessions(null, 1).get(0).handle()).contains("new.example.com");
    }

    @Test
    void invalidPageIsRejected() {
        assertThatThrownBy(() -> store.sessions(null, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.sessions("x' OR 1=1", 1)).isInstanceOf(InvalidDidException.class);
    }

    static List<String> hostile() {
        return List.of(
                "",
                "../" + ALICE,
                "did:plc:../../etc/passwd",
                "did:plc:a/b",
                "did:plc:a\\b",
                "did:plc:a\u0000b",
                "DID:PLC:ABC",
                "did:plc:a'; DROP TABLE sessions; --",
                "did:plc:%",
                "did:plc:\u00e4",
                "did:plc:" + "a".repeat(5_000));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void invalidDidIsRejected(String did) {
        store.save(TestSessions.full(ALICE));
        assertThatThrownBy(() -> store.load(did)).isInstanceOf(InvalidDidException.class);
        assertThatThrownBy(() -> store.delete(did)).isInstanceOf(InvalidDidException.class);
        assertThatThrownBy(() -> store.lock(did, SHORT)).isInstanceOf(InvalidDidException.class);
        assertThat(store.listDids()).containsExactly(ALICE);
    }

    @Test
    void concurrentSavesLeaveCompleteSessions() throws Exception {
        List<String> dids =
                IntStream.range(0, 4).mapToObj(i -> "did:plc:account" + i).toList();
        try (Crowd crowd = new Crowd(32)) {
            crowd.run(thread -> {
                for (int round = 0; round < 5; round++) {
                    String did = dids.get((thread + round) % dids.size());
                    store.save(version(did, thread * 100 + round));
                    store.load(did).ifPresent(OAuthTokenStoreContract::assertWhole);
                    assertThat(store.listDids()).isSubsetOf(dids);
                }
            });
        }
        assertThat(store.listDids()).isEqualTo(dids);
        dids.forEach(did -> assertWhole(store.load(did).orElseThrow()));
    }

    @Test
    void interruptedSaveCompletesAndKeepsTheInterrupt() {
        store.save(version(ALICE, 1));
        Thread.currentThread().interrupt();
        try {
            store.save(version(ALICE, 2));
            assertThat(store.load(ALICE)).contains(version(ALICE, 2));
            assertThat(store.listDids()).containsExactly(ALICE);
            store.delete(BOB);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        store.save(version(ALICE, 3));
        assertThat(store.load(ALICE)).contains(version(ALICE, 3));
    }

    @Test
    void interruptsDuringSavesLoseNothing() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        Thread saver = new Thread(() -> {
            try {
                for (int i = 1; i <= 100; i++) {
                    store.save(version(ALICE, i));
                    assertThat(store.load(ALICE)).contains(version(ALICE, i));
                }
            } catch (Throwable e) {
                failure.set(e);
            } finally {
                done.countDown();
            }
        });
        saver.start();
        while (!done.await(1, TimeUnit.MILLISECONDS)) {
            saver.interrupt();
        }
        assertThat(failure.get()).isNull();
    }

    @Test
    void onlyOneThreadHoldsALock() throws Exception {
        int[] counter = {0};
        try (Crowd crowd = new Crowd(32)) {
            crowd.run(thread -> {
                for (int round = 0; round < 20; round++) {
                    try (SessionLock lock = store.lock(ALICE, LONG)) {
                        assertThat(lock).isNotNull();
                        int seen = counter[0];
                        Thread.yield();
                        counter[0] = seen + 1;
                    }
                }
            });
        }
        assertThat(counter[0]).isEqualTo(32 * 20);
    }

    @Test
    void locksOfTwoAccountsAreIndependent() {
        SessionLock alice = store.lock(ALICE, Duration.ZERO);
        SessionLock bob = store.lock(BOB, Duration.ZERO);
        bob.close();
        alice.close();
    }

    @Test
    void lockBlocksNoOtherMethod() {
        SessionLock lock = store.lock(ALICE, Duration.ZERO);
        store.save(TestSessions.full(ALICE));
        assertThat(store.load(ALICE)).contains(TestSessions.full(ALICE));
        store.delete(ALICE);
        assertThat(store.listDids()).isEmpty();
        lock.close();
    }

    @Test
    void lockTimesOut() {
        SessionLock held = store.lock(ALICE, Duration.ZERO);
        long start = System.nanoTime();
        assertThatThrownBy(() -> store.lock(ALICE, SHORT))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining(ALICE)
                .hasMessageContaining("PT0.06S");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
        assertThatThrownBy(() -> store.lock(ALICE, Duration.ZERO)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.lock(ALICE, Duration.ofSeconds(-1))).isInstanceOf(StoreException.class);
        held.close();
        store.lock(ALICE, Duration.ofSeconds(Long.MAX_VALUE)).close();
    }

    @Test
    void lockMayBeClosedTwiceAndByAnotherThread() throws Exception {
        SessionLock first = store.lock(ALICE, Duration.ZERO);
        Thread other = new Thread(first::close);
        other.start();
        other.join();
        SessionLock second = store.lock(ALICE, Duration.ZERO);
        first.close();
        assertThatThrownBy(() -> store.lock(ALICE, Duration.ZERO)).isInstanceOf(StoreException.class);
        second.close();
    }

    @Test
    void interruptEndsTheWaitForALockAndStaysSet() throws Exception {
        SessionLock held = store.lock(ALICE, Duration.ZERO);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> status = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            try {
                store.lock(ALICE, LONG).close();
            } catch (StoreException e) {
                thrown.set(e);
                status.set(Thread.currentThread().isInterrupted());
            }
        });
        waiter.start();
        waiter.interrupt();
        waiter.join(10_000);
        assertThat(thrown.get())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining(ALICE);
        assertThat(status.get()).isTrue();
        held.close();
        store.lock(ALICE, Duration.ZERO).close();
    }

    @Test
    void toStringShowsNoSecret() {
        store.save(TestSessions.full(ALICE).toBuilder()
                .accessJwt("SECRET")
                .refreshJwt("SECRET")
                .issuedAt(TestSessions.ISSUED)
                .expiresAt(TestSessions.EXPIRES)
                .build());
        assertThat(store.toString()).doesNotContain("SECRET");
    }

    /** A session whose parts all contain its version. */
    protected static OAuthSession version(String did, int version) {
        return TestSessions.full(did).toBuilder()
                .accessJwt("access-" + version)
                .refreshJwt("refresh-" + version)
                .issuedAt(TestSessions.ISSUED)
                .expiresAt(TestSessions.EXPIRES)
                .dpopNonce("nonce-" + version)
                .build();
    }

    protected static int versionOf(OAuthSession session) {
        return Integer.parseInt(session.accessJwt().substring("access-".length()));
    }

    protected static void assertWhole(OAuthSession session) {
        assertThat(session).isEqualTo(version(session.did(), versionOf(session)));
    }
}
