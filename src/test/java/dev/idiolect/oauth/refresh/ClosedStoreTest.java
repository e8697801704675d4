package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.persistent.ClosedStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A store that is closed during refreshes. */
class ClosedStoreTest extends SessionRefresherFixture {

    private final List<Thread> started = new CopyOnWriteArrayList<>();
    private final AtomicLong elapsed = new AtomicLong();
    private SessionRefresher unlocked;

    @BeforeEach
    void recordThreads() {
        unlocked = SessionRefresher.builder(store, server)
                .clock(clock)
                .longestHold(Duration.ZERO)
                .nanoTime(() -> System.nanoTime() + elapsed.get())
                .threadFactory(task -> {
                    Thread thread = new DaemonThreads().newThread(task);
                    started.add(thread);
                    return thread;
                })
                .build();
    }

    @Test
    void closingStoreGetsNoNewRefresh() {
        store.save(expired(DID));
        store.closesIn = RefreshLimits.SAVED_WITHIN.minusSeconds(1);
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID))
                .isInstanceOfSatisfying(
                        RefreshException.class, e -> assertThat(e.isTransient()).isTrue());
        assertThat(server.calls).hasValue(0);
        assertThat(store.load(DID)).contains(expired(DID));
        store.lock(DID, Duration.ZERO).close();
    }

    @Test
    void validTokenIsUsedWhileStoreCloses() {
        OAuthSession session = TestSessions.full(DID);
        store.save(session);
        clock.advance(LIFETIME.minusSeconds(30));
        store.closesIn = RefreshLimits.SAVED_WITHIN.minusSeconds(1);
        assertThat(refresher.refreshIfNeeded(DID)).isEqualTo(session);
        assertThat(server.calls).hasValue(0);
    }

    @Test
    void unsavedTokensAreSavedWhileStoreCloses() {
        store.save(expired(DID));
        store.failSaves = true;
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(StoreException.class);
        store.failSaves = false;
        store.closesIn = Duration.ofSeconds(1);
        assertThat(refresher.refreshIfNeeded(DID).refreshJwt()).isEqualTo("refresh-1");
        assertThat(store.load(DID).orElseThrow().refreshJwt()).isEqualTo("refresh-1");
    }

    @Test
    void lockHeldForSaveIsReleasedWhenStoreCloses() {
        store.save(expired(DID));
        store.failSaves = true;
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.lock(DID, Duration.ZERO)).isInstanceOf(StoreException.class);
        store.closesIn = Duration.ZERO;
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(StoreException.class);
        store.lock(DID, Duration.ZERO).close();
    }

    static Stream<StoreException> closed() {
        StoreException closed = ClosedStore.exception("in memory");
        return Stream.of(closed, StoreException.permanentFailure("Cannot lock", new RuntimeException(closed)));
    }

    @ParameterizedTest
    @MethodSource("closed")
    void retriesOfSavesEndWhenStoreIsClosed(StoreException failure) {
        unsavedTokens();
        store.lockFailure = failure;
        assertRetriesEnd();
    }

    static Stream<RuntimeException> lastingFailures() {
        return Stream.of(
                StoreException.permanentFailure("the application has closed its store", null),
                new IllegalStateException("the pool is closed"));
    }

    @ParameterizedTest
    @MethodSource("lastingFailures")
    void retriesOfSavesEndAfterAnHour(RuntimeException failure) {
        unsavedTokens();
        store.lockFailure = failure;
        elapsed.addAndGet(Duration.ofHours(1).toNanos());
        assertRetriesEnd();
        store.lockFailure = null;
        store.failSaves = false;
        assertThat(unlocked.refreshIfNeeded(DID).refreshJwt()).isEqualTo("refresh-1");
        assertThat(server.calls).hasValue(1);
    }

    private void unsavedTokens() {
        store.save(expired(DID));
        store.failSaves = true;
        assertThatThrownBy(() -> unlocked.refreshIfNeeded(DID)).isInstanceOf(StoreException.class);
    }

    private void assertRetriesEnd() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(started)
                        .filteredOn(thread -> thread.getName().equals("idiolect-oauth-save"))
                        .singleElement()
                        .returns(false, Thread::isAlive));
    }
}
