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
import org.junit.jupiter.api.Test;

/** A store that is closed during refreshes. */
class ClosedStoreTest extends SessionRefresherFixture {

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

    @Test
    void retriesOfSavesEndWhenStoreIsClosed() {
        List<Thread> started = new CopyOnWriteArrayList<>();
        SessionRefresher unlocked = SessionRefresher.builder(store, server)
                .clock(clock)
                .longestHold(Duration.ZERO)
                .threadFactory(task -> {
                    Thread thread = new DaemonThreads().newThread(task);
                    started.add(thread);
                    return thread;
                })
                .build();
        store.save(expired(DID));
        store.failSaves = true;
        assertThatThrownBy(() -> unlocked.refreshIfNeeded(DID)).isInstanceOf(StoreException.class);
        store.lockFailure = ClosedStore.exception("in memory");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(started)
                        .filteredOn(thread -> thread.getName().equals("idiolect-oauth-save"))
                        .singleElement()
                        .returns(false, Thread::isAlive));
    }
}
