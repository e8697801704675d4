package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When a session is refreshed, and which tokens are stored. */
class SessionRefresherTest extends SessionRefresherFixture {

    @Test
    void freshSessionTakesNoLockAndSendsNoRequest() {
        store.save(TestSessions.full(DID));
        clock.advance(LIFETIME.minusSeconds(61));
        assertThat(refresher.refreshIfNeeded(DID)).isEqualTo(TestSessions.full(DID));
        assertThat(store.locks).hasValue(0);
        assertThat(server.calls).hasValue(0);
    }

    @Test
    void refusedAccountIsRefreshedOnceInTenMinutes() {
        store.save(TestSessions.full(DID));
        OAuthSession first = refresher.renewIfMoved(TestSessions.full(DID));
        assertThat(first.accessJwt()).isNotEqualTo(TestSessions.full(DID).accessJwt());
        clock.advance(Duration.ofSeconds(599));
        assertThat(refresher.renewIfMoved(first)).isEqualTo(first);
        assertThat(server.calls).hasValue(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(refresher.renewIfMoved(first)).isNotEqualTo(first);
        assertThat(server.calls).hasValue(2);
    }

    @Test
    void getAndFindReturnTheStoredSessionWithoutARefresh() {
        store.save(expired(DID));
        assertThat(refresher.get(DID)).isEqualTo(expired(DID));
        assertThat(refresher.find(DID)).contains(expired(DID));
        assertThat(store.locks).hasValue(0);
        assertThat(server.calls).hasValue(0);
    }

    @Test
    void getAndFindReturnASessionThatHasEnded() {
        OAuthSession ended = TestSessions.full(DID).toBuilder()
                .refreshExpiresAt(clock.instant())
                .build();
        store.save(ended);
        assertThat(refresher.get(DID)).isEqualTo(ended);
        assertThat(refresher.find(DID)).contains(ended);
    }

    @Test
    void onlyGetFailsWithoutAStoredSession() {
        assertThatThrownBy(() -> refresher.get(DID))
                .isInstanceOfSatisfying(
                        NoSessionException.class, e -> assertThat(e.did()).isEqualTo(DID));
        assertThat(refresher.find(DID)).isEmpty();
    }

    @Test
    void getAndFindRejectAHandle() {
        assertThatThrownBy(() -> refresher.get("alice.example.com")).isInstanceOf(InvalidDidException.class);
        assertThatThrownBy(() -> refresher.find("alice.example.com")).isInstanceOf(InvalidDidException.class);
    }

    @Test
    void expiringSessionIsSavedBeforeItIsReturned() {
        store.save(TestSessions.full(DID));
        clock.advance(LIFETIME.minusSeconds(60));
        OAuthSession session = refresher.refreshIfNeeded(DID);
        assertThat(session.accessJwt()).isEqualTo("access-1");
        assertThat(session.expiresAt()).isEqualTo(clock.instant().plus(LIFETIME));
        assertThat(store.load(DID)).contains(session);
        assertThat(session.handle()).isEqualTo("alice.example.com");
    }

    @Test
    void unreadableExpiryCausesRefresh() {
        store.save(OAuthSession.fromJson(TestSessions.full(DID).toJson().replace("2026-11-23T11:00:00Z", "whenever")));
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void unknownAccountAndInvalidDidAreDistinguished() {
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID))
                .isInstanceOfSatisfying(
                        NoSessionException.class, e -> assertThat(e.did()).isEqualTo(DID));
        assertThatThrownBy(() -> refresher.refresh(DID)).isInstanceOf(NoSessionException.class);
        assertThatThrownBy(() -> refresher.refreshIfNeeded("alice.example.com"))
                .isInstanceOf(InvalidDidException.class);
    }

    @Test
    void thresholdIsAtMostATenthOfLifetime() {
        SessionRefresher eager = SessionRefresher.builder(store, server)
                .threshold(Duration.ofDays(1))
                .clock(clock)
                .build();
        store.save(TestSessions.full(DID));
        assertThat(eager.refreshIfNeeded(DID).accessJwt()).isEqualTo("access");
        clock.advance(Duration.ofMinutes(54).minusSeconds(1));
        assertThat(eager.refreshIfNeeded(DID).accessJwt()).isEqualTo("access");
        clock.advance(Duration.ofSeconds(1));
        assertThat(eager.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
        assertThat(eager.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-1");
    }

    @Test
    void refusedTokenIsRenewedOnceForAllCallers() {
        store.save(TestSessions.full(DID));
        OAuthSession refused = refresher.refreshIfNeeded(DID);
        OAuthSession renewed = refresher.renew(refused);
        assertThat(renewed.accessJwt()).isEqualTo("access-1");
        assertThat(refresher.renew(refused)).isEqualTo(renewed);
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void newerStoredSessionBeatsServersRefusal() {
        store.save(expired(DID));
        OAuthSession theirs = expired(DID).toBuilder()
                .accessJwt("theirs")
                .refreshJwt("theirs-r")
                .issuedAt(clock.instant())
                .expiresAt(clock.instant().plus(LIFETIME))
                .build();
        server.behavior = session -> {
            store.save(theirs);
            throw ReauthenticationRequiredException.of(session.did(), "replayed");
        };
        assertThat(refresher.refreshIfNeeded(DID)).isEqualTo(theirs);
        assertThat(store.load(DID)).contains(theirs);
    }

    @Test
    void loginDuringRefreshIsNotOverwritten() {
        store.save(expired(DID));
        OAuthSession newLogin = expired(DID).toBuilder()
                .accessJwt("login")
                .refreshJwt("login-r")
                .issuedAt(clock.instant())
                .expiresAt(clock.instant().plus(LIFETIME))
                .build();
        server.behavior = session -> {
            store.save(newLogin);
            return server.rotate(session);
        };
        assertThat(refresher.refreshIfNeeded(DID)).isEqualTo(newLogin);
        assertThat(store.load(DID)).contains(newLogin);
    }

    @Test
    void logoutDuringRefreshIsNotUndone() {
        store.save(expired(DID));
        server.behavior = session -> {
            store.delete(DID);
            return server.rotate(session);
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(NoSessionException.class);
        assertThat(store.load(DID)).isEmpty();
    }

    @Test
    void negativeThresholdIsRefused() {
        assertThatThrownBy(() -> SessionRefresher.builder(store, server)
                        .threshold(Duration.ofSeconds(-1))
                        .clock(clock)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-1S");
    }

    @Test
    void expiredNewerTokenIsNotReturnedByRenew() {
        store.save(expired(DID));
        OAuthSession refused = expired(DID).toBuilder()
                .accessJwt("older")
                .refreshJwt("older-r")
                .issuedAt(Instant.EPOCH)
                .expiresAt(Instant.EPOCH)
                .build();
        assertThat(refresher.renew(refused).accessJwt()).isEqualTo("access-1");
    }

    @Test
    void newerRefreshTokenIsEnoughForRenew() {
        store.save(TestSessions.full(DID));
        OAuthSession refused = TestSessions.full(DID).toBuilder()
                .accessJwt("access")
                .refreshJwt("older-r")
                .issuedAt(TestSessions.ISSUED)
                .expiresAt(TestSessions.EXPIRES)
                .build();
        assertThat(refresher.renew(refused)).isEqualTo(TestSessions.full(DID));
        assertThat(server.calls).hasValue(0);
    }

    @Test
    void renewReturnsNewerStoredSessionWithoutLock() {
        store.save(TestSessions.full(DID));
        OAuthSession refused = TestSessions.full(DID).toBuilder()
                .accessJwt("older")
                .refreshJwt("older-r")
                .issuedAt(TestSessions.ISSUED)
                .expiresAt(TestSessions.EXPIRES)
                .build();
        assertThat(refresher.renew(refused)).isEqualTo(TestSessions.full(DID));
        assertThat(store.locks).hasValue(0);
    }

    @Test
    void endedSessionFailsDespiteValidAccessToken() {
        store.save(TestSessions.full(DID).toBuilder()
                .refreshExpiresAt(clock.instant())
                .build());
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(ReauthenticationRequiredException.class);
        assertThat(server.calls).hasValue(0);
    }
}
