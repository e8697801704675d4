package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Threads that need the same session at the same time. */
class ConcurrentRefreshTest extends SessionRefresherFixture {

    @Test
    void concurrentCallersShareOneRefresh() throws Exception {
        store.save(expired(DID));
        server.hold = new CountDownLatch(1);
        List<Future<OAuthSession>> callers = together(32, () -> refresher.refreshIfNeeded(DID));
        await().until(() -> store.loads.get() >= 33 && server.calls.get() == 1);
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
    void twoRefreshersOnOneStoreUseEachTokenOnce() throws Exception {
        SessionRefresher other = SessionRefresher.builder(store, server)
                .threshold(Duration.ZERO)
                .clock(clock)
                .build();
        for (int round = 0; round < 50; round++) {
            store.save(expired(DID).toBuilder()
                    .accessJwt("access-r" + round)
                    .refreshJwt("refresh-r" + round)
                    .issuedAt(Instant.EPOCH)
                    .expiresAt(Instant.EPOCH)
                    .build());
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
    void accountsAreRefreshedIndependently() throws Exception {
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
    void interruptedCallerDoesNotAbortRefresh() throws Exception {
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
    void concurrentCallersShareFailure() throws Exception {
        store.save(expired(DID));
        server.hold = new CountDownLatch(1);
        server.behavior = session -> {
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

    @Test
    void noThreadIsLeftAfterRefresh() {
        store.save(expired(DID));
        refresher.refreshIfNeeded(DID);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("idiolect-oauth-refresh")));
    }

    @Test
    void callerGetsNewerSessionThanJoinedRefreshGives() throws Exception {
        store.save(expired(DID));
        CompletableFuture<OAuthSession> second = new CompletableFuture<>();
        store.afterUnlock = () -> {
            // The first refresh is saved but not done: the second caller joins it, and already knows its session.
            store.afterUnlock = () -> {};
            Thread caller = new Thread(() -> second.complete(refresher.refresh(DID)));
            caller.start();
            await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
        };
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
        assertThat(second.get(20, TimeUnit.SECONDS).accessJwt()).isEqualTo("access-2");
    }
}
