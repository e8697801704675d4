package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.FullLog;
import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.LogCapture;
import dev.idiolect.oauth.store.StoreException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that fails at any step: new tokens are not lost, and consumed ones not used again. */
class FailingStoreTest extends SessionRefresherFixture {

    @BeforeEach
    void saveExpired() {
        store.save(expired(DID));
    }

    @Test
    void failedUnlockDoesNotHideRefresh() {
        store.afterUnlock = FailingStoreTest::fail;
        OAuthSession session = refresher.refreshIfNeeded(DID);
        assertThat(session.accessJwt()).isEqualTo("access-1");
        assertThat(store.load(DID)).contains(session);
    }

    @Test
    void failedUnlockDoesNotHideFailure() {
        store.afterUnlock = FailingStoreTest::fail;
        server.behavior = session -> {
            throw RefreshException.transientFailure(session.did(), "HTTP 503", null, null);
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(RefreshException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void failedLoadAtAnyStepLosesNoTokens(int step) {
        AtomicInteger loads = new AtomicInteger();
        store.beforeLoad = () -> {
            if (loads.incrementAndGet() == step) {
                fail();
            }
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(StoreException.class);
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
        assertThat(store.load(DID).orElseThrow().refreshJwt()).isEqualTo("refresh-1");
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void loadFailingWithOtherExceptionLosesNoTokens() {
        AtomicInteger loads = new AtomicInteger();
        store.beforeLoad = () -> {
            if (loads.incrementAndGet() == 3) {
                throw new IllegalStateException("pool is closed");
            }
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).hasMessage("pool is closed");
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void saveThatThrowsAfterWritingIsNotRepeated() {
        store.afterSave = FailingStoreTest::fail;
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(StoreException.class);
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void errorInStoreLosesNoTokens() {
        store.afterSave = () -> {
            throw new OutOfMemoryError("test");
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(OutOfMemoryError.class);
        store.afterSave = () -> {};
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void unsavedTokensLogOneWarning() {
        store.failSaves = true;
        try (LogCapture log = new LogCapture(RefreshFlights.class)) {
            assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(OAuthException.class);
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains(DID + " are only in memory", "no space left");
        }
    }

    @Test
    void loginBeatsUnsavedTokens() {
        unsavedTokens();
        OAuthSession login = TestSessions.full(DID).toBuilder()
                .accessJwt("login")
                .refreshJwt("login-r")
                .issuedAt(clock.instant())
                .expiresAt(clock.instant().plus(LIFETIME))
                .build();
        store.save(login);
        assertThat(refresher.refreshIfNeeded(DID)).isEqualTo(login);
        assertThat(store.load(DID)).contains(login);
        assertThat(refresher.refreshIfNeeded(DID)).isEqualTo(login);
    }

    @Test
    void logoutBeatsUnsavedTokens() {
        unsavedTokens();
        store.delete(DID);
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(NoSessionException.class);
        OAuthSession login = TestSessions.full(DID).toBuilder()
                .accessJwt("login")
                .refreshJwt("login-r")
                .issuedAt(clock.instant())
                .expiresAt(clock.instant().plus(LIFETIME))
                .build();
        store.save(login);
        assertThat(refresher.refreshIfNeeded(DID)).isEqualTo(login);
    }

    @Test
    void replacedTokenIsNotReturnedWhileNewOneIsUnsaved() {
        store.save(TestSessions.full(DID));
        clock.advance(LIFETIME.minusSeconds(30));
        unsavedTokens();
        store.failSaves = true;
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(StoreException.class);
        store.failLocks = true;
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(OAuthException.class);
    }

    @Test
    void freshLookingReplacedTokenIsNotReturned() {
        store.save(TestSessions.full(DID));
        store.failSaves = true;
        assertThatThrownBy(() -> refresher.refresh(DID)).isInstanceOf(StoreException.class);
        store.failSaves = false;
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
        assertThat(store.load(DID).orElseThrow().accessJwt()).isEqualTo("access-1");
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void expiryOfOldTokenDoesNotEndUnsavedSession() {
        server.behavior = session ->
                server.rotate(session).toBuilder().refreshExpiresAt(null).build();
        unsavedTokens();
        clock.advance(Duration.between(clock.instant(), expired(DID).refreshExpiresAt()));
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-2");
        assertThat(server.replayed).isFalse();
    }

    @Test
    void endThatCannotBeSavedIsStillReported() {
        server.behavior = session -> {
            throw ReauthenticationRequiredException.of(session.did(), "revoked");
        };
        store.failSaves = true;
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID))
                .isInstanceOf(ReauthenticationRequiredException.class)
                .satisfies(end -> assertThat(end.getSuppressed()).hasSize(1));
    }

    @Test
    void sessionOfAnotherAccountIsNotSaved() {
        store.save(TestSessions.full(BOB));
        server.behavior = session -> TestSessions.minimal(BOB);
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).hasMessageContaining(BOB);
        assertThat(store.load(BOB)).contains(TestSessions.full(BOB));
        assertThat(store.load(DID)).contains(expired(DID));
    }

    private void unsavedTokens() {
        store.failSaves = true;
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(StoreException.class);
        store.failSaves = false;
    }

    private static void fail() {
        throw StoreException.permanentFailure("the disk is gone", null);
    }

    @Test
    void consumedTokenInStoreIsNotUsedByOtherProcess() {
        SessionRefresher other =
                SessionRefresher.builder(store, server).clock(clock).build();
        store.longestWait = Duration.ofMillis(50);
        unsavedTokens();
        assertThatThrownBy(() -> other.refreshIfNeeded(DID)).isInstanceOf(RefreshException.class);
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
        assertThat(other.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
        assertThat(server.replayed).isFalse();
    }

    @Test
    void unsavedTokensAreSavedWithoutAnotherCall() {
        unsavedTokens();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(store.load(DID).orElseThrow().refreshJwt()).isEqualTo("refresh-1"));
        store.lock(DID, Duration.ofSeconds(5)).close();
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void permanentFailureOfTheLockEndsNoRetries() {
        SessionRefresher unlocked = SessionRefresher.builder(store, server)
                .clock(clock)
                .longestHold(Duration.ZERO)
                .build();
        store.failSaves = true;
        assertThatThrownBy(() -> unlocked.refreshIfNeeded(DID)).isInstanceOf(StoreException.class);
        store.lockFailure = StoreException.permanentFailure("password authentication failed", null);
        store.failSaves = false;
        int before = store.locks.get();
        await().until(() -> store.locks.get() > before);
        store.lockFailure = null;
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(store.load(DID).orElseThrow().refreshJwt()).isEqualTo("refresh-1"));
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void failingLogHandlerLosesNoTokens() {
        assertThatThrownBy(() -> FullLog.during(LockedRefresh.class.getName(), () -> refresher.refreshIfNeeded(DID)))
                .hasMessage(FullLog.MESSAGE);
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
        assertThat(server.calls).hasValue(1);
    }
}
