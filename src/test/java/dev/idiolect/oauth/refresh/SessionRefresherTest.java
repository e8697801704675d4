package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.MutableClock;
import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SessionRefresherTest {

    private static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    private static final String BOB = "did:plc:z72i7hdynmk6r22z27h6tvur";
    private static final Duration LIFE = Duration.ofHours(1);

    private final MutableClock clock = new MutableClock(TestSessions.ISSUED);
    private final Probe store = new Probe();
    private final SingleUse server = new SingleUse();
    private final SessionRefresher refresher =
            new SessionRefresher(store, server, SessionRefresher.DEFAULT_THRESHOLD, clock);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void freshSessionTakesNoLockAndAsksNobody() {
        store.save(TestSessions.full(DID));
        clock.advance(LIFE.minusSeconds(61));
        assertThat(refresher.refreshIfNeeded(DID)).isEqualTo(TestSessions.full(DID));
        assertThat(store.locks).hasValue(0);
        assertThat(server.calls).hasValue(0);
    }

    @Test
    void sessionAboutToEndIsRefreshedAndSavedBeforeAnybodySeesIt() {
        store.save(TestSessions.full(DID));
        clock.advance(LIFE.minusSeconds(60));
        OAuthSession session = refresher.refreshIfNeeded(DID);
        assertThat(session.accessJwt()).isEqualTo("access-1");
        assertThat(session.expiresAt()).isEqualTo(clock.instant().plus(LIFE));
        assertThat(store.load(DID)).contains(session);
        assertThat(session.handle()).isEqualTo("alice.example.com");
    }

    @Test
    void sessionWhoseExpiryCannotBeReadIsRefreshed() {
        store.save(OAuthSession.fromJson(TestSessions.full(DID).toJson().replace("2026-11-23T11:00:00Z", "whenever")));
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void unknownAccountAndWhatIsNoAccountAreToldApart() {
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID))
                .isInstanceOfSatisfying(
                        NoSessionException.class, e -> assertThat(e.did()).isEqualTo(DID));
        assertThatThrownBy(() -> refresher.refresh(DID)).isInstanceOf(NoSessionException.class);
        assertThatThrownBy(() -> refresher.refreshIfNeeded("alice.example.com"))
                .isInstanceOf(InvalidDidException.class);
    }

    @Test
    void concurrentCallersShareOneRefresh() throws Exception {
        store.save(expired(DID));
        server.hold = new CountDownLatch(1);
        List<Future<OAuthSession>> callers = together(32, () -> refresher.refreshIfNeeded(DID));
        await().until(() -> server.calls.get() == 1);
        server.hold.countDown();
        for (Future<OAuthSession> caller : callers) {
            assertThat(caller.get().accessJwt()).isEqualTo("access-1");
        }
        assertThat(server.calls).hasValue(1);
        assertThat(server.replayed).isFalse();
    }

    @Test
    void concurrentForcedRefreshesShareOneRefresh() throws Exception {
        store.save(TestSessions.full(DID));
        server.hold = new CountDownLatch(1);
        List<Future<OAuthSession>> callers = together(16, () -> refresher.refresh(DID));
        await().until(() -> store.loads.get() >= 17 && server.calls.get() == 1);
        server.hold.countDown();
        for (Future<OAuthSession> caller : callers) {
            assertThat(caller.get().accessJwt()).isEqualTo("access-1");
        }
        assertThat(server.replayed).isFalse();
    }

    @Test
    void twoRefreshersOnOneStoreNeverSpendATokenTwice() throws Exception {
        SessionRefresher other = new SessionRefresher(store, server, Duration.ZERO, clock);
        for (int round = 0; round < 50; round++) {
            store.save(expired(DID).withTokens("access-r" + round, "refresh-r" + round, Instant.EPOCH, Instant.EPOCH));
            server.calls.set(0);
            AtomicInteger turn = new AtomicInteger();
            List<Future<OAuthSession>> callers =
                    together(8, () -> (turn.getAndIncrement() % 2 == 0 ? refresher : other).refreshIfNeeded(DID));
            Set<String> seen = ConcurrentHashMap.newKeySet();
            for (Future<OAuthSession> caller : callers) {
                seen.add(caller.get().accessJwt());
            }
            assertThat(seen).hasSize(1);
            assertThat(server.calls).hasValue(1);
        }
        assertThat(server.replayed).isFalse();
    }

    @Test
    void oneAccountsRefreshDoesNotHoldUpAnothers() throws Exception {
        store.save(expired(DID));
        store.save(expired(BOB));
        server.hold = new CountDownLatch(1);
        server.heldDid = DID;
        Future<OAuthSession> alice = threads.submit(() -> refresher.refreshIfNeeded(DID));
        await().until(() -> server.calls.get() == 1);
        assertThat(refresher.refreshIfNeeded(BOB).did()).isEqualTo(BOB);
        assertThat(alice).isNotDone();
        server.hold.countDown();
        assertThat(alice.get().did()).isEqualTo(DID);
    }

    @Test
    void interruptedCallerDoesNotCutTheExchangeShort() throws Exception {
        store.save(expired(DID));
        server.hold = new CountDownLatch(1);
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                refresher.refreshIfNeeded(DID);
                failure.complete(null);
            } catch (RuntimeException e) {
                stillInterrupted.set(Thread.currentThread().isInterrupted());
                failure.complete(e);
            }
        });
        caller.start();
        await().until(() -> server.calls.get() == 1);
        caller.interrupt();
        assertThat(failure.get(20, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        RefreshException.class, e -> assertThat(e.isTransient()).isTrue());
        assertThat(stillInterrupted).isTrue();
        server.hold.countDown();
        await().until(() -> store.load(DID).orElseThrow().accessJwt().equals("access-1"));
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void thresholdLongerThanATokensLifeIsCappedAtATenthOfIt() {
        SessionRefresher eager = new SessionRefresher(store, server, Duration.ofDays(1), clock);
        store.save(TestSessions.full(DID));
        assertThat(eager.refreshIfNeeded(DID).accessJwt()).isEqualTo("access");
        clock.advance(Duration.ofMinutes(54).minusSeconds(1));
        assertThat(eager.refreshIfNeeded(DID).accessJwt()).isEqualTo("access");
        clock.advance(Duration.ofSeconds(1));
        assertThat(eager.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
        assertThat(eager.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
    }

    @Test
    void refusedTokenIsRenewedOnceAndTheNewerOneGivenToTheOthers() {
        store.save(TestSessions.full(DID));
        OAuthSession refused = refresher.refreshIfNeeded(DID);
        OAuthSession renewed = refresher.renew(refused);
        assertThat(renewed.accessJwt()).isEqualTo("access-1");
        assertThat(refresher.renew(refused)).isEqualTo(renewed);
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void endedSessionIsKeptAndAsksForANewLoginWithoutAnotherCall() {
        store.save(expired(DID));
        server.answer = session -> {
            throw new ReauthenticationRequiredException(session.did(), "revoked");
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID))
                .isInstanceOfSatisfying(
                        ReauthenticationRequiredException.class,
                        e -> assertThat(e.did()).isEqualTo(DID));
        assertThat(store.load(DID)).contains(expired(DID).withRefreshExpiresAt(clock.instant()));
        for (Callable<OAuthSession> call : List.<Callable<OAuthSession>>of(
                () -> refresher.refreshIfNeeded(DID),
                () -> refresher.refresh(DID),
                () -> refresher.renew(expired(DID)))) {
            assertThatThrownBy(call::call).isInstanceOf(ReauthenticationRequiredException.class);
        }
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void sessionThatSomebodyElseStoredMeanwhileWinsOverTheServersNo() {
        store.save(expired(DID));
        OAuthSession theirs = expired(DID)
                .withTokens(
                        "theirs", "theirs-r", clock.instant(), clock.instant().plus(LIFE));
        server.answer = session -> {
            store.save(theirs);
            throw new ReauthenticationRequiredException(session.did(), "replayed");
        };
        assertThat(refresher.refreshIfNeeded(DID)).isEqualTo(theirs);
        assertThat(store.load(DID)).contains(theirs);
    }

    @Test
    void newLoginDuringARefreshIsNotOverwritten() {
        store.save(expired(DID));
        OAuthSession newLogin = expired(DID)
                .withTokens("login", "login-r", clock.instant(), clock.instant().plus(LIFE));
        server.answer = session -> {
            store.save(newLogin);
            return server.rotate(session);
        };
        assertThat(refresher.refreshIfNeeded(DID)).isEqualTo(newLogin);
        assertThat(store.load(DID)).contains(newLogin);
    }

    @Test
    void logoutDuringARefreshIsNotUndone() {
        store.save(expired(DID));
        server.answer = session -> {
            store.delete(DID);
            return server.rotate(session);
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(NoSessionException.class);
        assertThat(store.load(DID)).isEmpty();
    }

    @Test
    void passingFailureLeavesALiveSessionUsable() {
        store.save(TestSessions.full(DID));
        clock.advance(LIFE.minusSeconds(30));
        server.answer = session -> {
            throw RefreshException.transientFailure(session.did(), "HTTP 503", null, null);
        };
        assertThat(refresher.refreshIfNeeded(DID)).isEqualTo(TestSessions.full(DID));
        clock.advance(Duration.ofSeconds(30));
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(RefreshException.class);
        assertThat(store.load(DID)).contains(TestSessions.full(DID));
    }

    @Test
    void failedRefreshIsNotRepeatedAtEveryCallAndWorksAgainLater() {
        store.save(expired(DID));
        server.answer = session -> {
            throw RefreshException.transientFailure(session.did(), "HTTP 500", null, null);
        };
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> refresher.refreshIfNeeded(DID))
                    .isInstanceOfSatisfying(
                            RefreshException.class,
                            e -> assertThat(e.isTransient()).isTrue());
        }
        assertThat(server.calls).hasValue(1);
        server.answer = server::rotate;
        clock.advance(Duration.ofSeconds(1));
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-2");
    }

    @Test
    void pauseThatTheServerAskedForIsKept() {
        store.save(expired(DID));
        server.answer = session -> {
            throw RefreshException.transientFailure(session.did(), "HTTP 429", Duration.ofSeconds(40), null);
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(RefreshException.class);
        server.answer = server::rotate;
        clock.advance(Duration.ofSeconds(39));
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID))
                .isInstanceOfSatisfying(
                        RefreshException.class, e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(1)));
        assertThat(server.calls).hasValue(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-2");
    }

    @Test
    void refreshThatIsAskedForOutrightIsTriedInSpiteOfAFailureJustNow() {
        store.save(expired(DID));
        server.answer = session -> {
            throw RefreshException.transientFailure(session.did(), "HTTP 500", null, null);
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(RefreshException.class);
        server.answer = server::rotate;
        assertThat(refresher.refresh(DID).accessJwt()).isEqualTo("access-2");
    }

    @Test
    void tokensThatTheStoreCouldNotKeepAreSavedAtTheNextCallAndNotAskedForAgain() {
        store.save(expired(DID));
        store.failSaves = true;
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(StoreException.class);
        store.failSaves = false;
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
        assertThat(store.load(DID).orElseThrow().refreshJwt()).isEqualTo("refresh-1");
        assertThat(server.calls).hasValue(1);
        assertThat(server.replayed).isFalse();
    }

    @Test
    void callersAtTheSameTimeShareAFailureToo() throws Exception {
        store.save(expired(DID));
        server.hold = new CountDownLatch(1);
        server.answer = session -> {
            throw RefreshException.transientFailure(session.did(), "HTTP 500", null, null);
        };
        List<Future<OAuthSession>> callers = together(16, () -> refresher.refreshIfNeeded(DID));
        await().until(() -> server.calls.get() == 1);
        server.hold.countDown();
        for (Future<OAuthSession> caller : callers) {
            assertThatThrownBy(caller::get).hasCauseInstanceOf(RefreshException.class);
        }
        assertThat(server.calls).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"runtime", "error"})
    void refresherThatBreaksDoesNotBlockTheAccount(String kind) {
        store.save(expired(DID));
        server.answer = session -> {
            if (kind.equals("error")) {
                throw new LinkageError("broken");
            }
            throw new IllegalStateException("broken");
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).hasMessage("broken");
        server.answer = server::rotate;
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-2");
    }

    @Test
    void lockThatCannotBeHadIsAPassingFailure() {
        store.save(TestSessions.full(DID));
        clock.advance(LIFE.minusSeconds(30));
        store.failLocks = true;
        assertThat(refresher.refreshIfNeeded(DID)).isEqualTo(TestSessions.full(DID));
        clock.advance(LIFE);
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID))
                .isInstanceOfSatisfying(
                        RefreshException.class, e -> assertThat(e.isTransient()).isTrue());
        assertThat(server.calls).hasValue(0);
    }

    @Test
    void noThreadIsLeftAfterARefresh() {
        store.save(expired(DID));
        refresher.refreshIfNeeded(DID);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("idiolect-oauth-refresh")));
    }

    @Test
    void negativeThresholdIsRefused() {
        assertThatThrownBy(() -> new SessionRefresher(store, server, Duration.ofSeconds(-1), clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-1S");
    }

    private static OAuthSession expired(String did) {
        return TestSessions.full(did).withTokens("access", "refresh", Instant.EPOCH, Instant.EPOCH);
    }

    private <T> List<Future<T>> together(int count, Callable<T> call) {
        CyclicBarrier barrier = new CyclicBarrier(count);
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            futures.add(threads.submit(() -> {
                barrier.await();
                return call.call();
            }));
        }
        return futures;
    }

    /** A server whose refresh tokens are good for one use. */
    private final class SingleUse implements Refresher {

        final AtomicInteger calls = new AtomicInteger();
        final Set<String> spent = ConcurrentHashMap.newKeySet();
        volatile boolean replayed;
        volatile CountDownLatch hold = new CountDownLatch(0);
        volatile String heldDid;
        volatile UnaryOperator<OAuthSession> answer = this::rotate;

        @Override
        public OAuthSession refresh(OAuthSession session) {
            int call = calls.incrementAndGet();
            assertThat(call).isPositive();
            if (heldDid == null || heldDid.equals(session.did())) {
                try {
                    hold.await();
                } catch (InterruptedException e) {
                    throw new AssertionError("the refresh was interrupted", e);
                }
            }
            return answer.apply(session);
        }

        OAuthSession rotate(OAuthSession session) {
            if (!spent.add(session.did() + session.refreshJwt())) {
                replayed = true;
                throw new ReauthenticationRequiredException(session.did(), "replayed");
            }
            int generation = calls.get();
            return session.withTokens(
                    "access-" + generation,
                    "refresh-" + generation
                            + (session.refreshJwt().startsWith("refresh-r") ? session.refreshJwt() : ""),
                    clock.instant(),
                    clock.instant().plus(LIFE));
        }
    }

    /** The in-memory store, counting and failing on demand. */
    private static final class Probe implements OAuthTokenStore {

        private final InMemoryOAuthTokenStore store = new InMemoryOAuthTokenStore();
        final AtomicInteger locks = new AtomicInteger();
        final AtomicInteger loads = new AtomicInteger();
        volatile boolean failSaves;
        volatile boolean failLocks;

        @Override
        public void save(OAuthSession session) {
            if (failSaves) {
                throw new StoreException("no space left");
            }
            store.save(session);
        }

        @Override
        public Optional<OAuthSession> load(String did) {
            loads.incrementAndGet();
            return store.load(did);
        }

        @Override
        public void delete(String did) {
            store.delete(did);
        }

        @Override
        public List<String> listDids() {
            return store.listDids();
        }

        @Override
        public SessionLock lock(String did, Duration timeout) {
            locks.incrementAndGet();
            if (failLocks) {
                throw new StoreException("held by another");
            }
            return store.lock(did, timeout);
        }
    }
}
