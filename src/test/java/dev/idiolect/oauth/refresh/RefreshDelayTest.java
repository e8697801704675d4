package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How soon a failed refresh is repeated. */
class RefreshDelayTest extends SessionRefresherFixture {

    @Test
    void failedRefreshIsRetriedOnlyAfterDelay() {
        store.save(expired(DID));
        server.behavior = session -> {
            throw RefreshException.transientFailure(session.did(), "HTTP 500", null, null);
        };
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> refresher.refreshIfNeeded(DID))
                    .isInstanceOfSatisfying(
                            RefreshException.class,
                            e -> assertThat(e.isTransient()).isTrue());
        }
        assertThat(server.calls).hasValue(1);
        server.behavior = server::rotate;
        clock.advance(Duration.ofSeconds(1));
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-2");
    }

    @Test
    void retryAfterOfServerIsKept() {
        store.save(expired(DID));
        server.behavior = session -> {
            throw RefreshException.transientFailure(session.did(), "HTTP 429", Duration.ofSeconds(40), null);
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(RefreshException.class);
        server.behavior = server::rotate;
        clock.advance(Duration.ofSeconds(39));
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID))
                .isInstanceOfSatisfying(
                        RefreshException.class, e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(1)));
        assertThat(server.calls).hasValue(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-2");
    }

    @Test
    void forcedRefreshIgnoresDelay() {
        store.save(expired(DID));
        server.behavior = session -> {
            throw RefreshException.transientFailure(session.did(), "HTTP 500", null, null);
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(RefreshException.class);
        server.behavior = server::rotate;
        assertThat(refresher.refresh(DID).accessJwt()).isEqualTo("access-2");
    }

    @Test
    void permanentFailureIsAlsoDelayed() {
        store.save(expired(DID));
        server.behavior = session -> {
            throw RefreshException.permanentFailure(session.did(), "HTTP 401", "invalid_client");
        };
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> refresher.refreshIfNeeded(DID))
                    .isInstanceOfSatisfying(RefreshException.class, e -> {
                        assertThat(e.isTransient()).isFalse();
                        assertThat(e.error()).contains("invalid_client");
                    });
        }
        assertThat(server.calls).hasValue(1);
        server.behavior = server::rotate;
        clock.advance(Duration.ofSeconds(1));
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-2");
    }

    @Test
    void clockSetBackDoesNotExtendDelay() {
        store.save(expired(DID));
        server.behavior = session -> {
            throw RefreshException.transientFailure(session.did(), "HTTP 500", null, null);
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(RefreshException.class);
        server.behavior = server::rotate;
        clock.advance(Duration.ofDays(-365));
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-2");
    }

    @Test
    void renewObservesDelay() {
        store.save(TestSessions.full(DID));
        server.behavior = session -> {
            throw RefreshException.transientFailure(session.did(), "HTTP 500", null, null);
        };
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> refresher.renew(TestSessions.full(DID))).isInstanceOf(RefreshException.class);
        }
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void successResetsDelay() {
        failOnce();
        OAuthSession renewed = refresher.refresh(DID);
        assertThat(refresher.renew(renewed).accessJwt()).isEqualTo("access-3");
    }

    @Test
    void endOfSessionResetsDelayForNextOne() {
        failOnce();
        server.behavior = session -> {
            throw ReauthenticationRequiredException.of(session.did(), "revoked");
        };
        assertThatThrownBy(() -> refresher.refresh(DID)).isInstanceOf(ReauthenticationRequiredException.class);
        server.behavior = server::rotate;
        store.save(expired(DID).toBuilder()
                .accessJwt("login")
                .refreshJwt("login-r")
                .issuedAt(Instant.EPOCH)
                .expiresAt(Instant.EPOCH)
                .build());
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-3");
    }

    private void failOnce() {
        store.save(expired(DID));
        server.behavior = session -> {
            throw RefreshException.transientFailure(session.did(), "HTTP 500", null, null);
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(RefreshException.class);
        server.behavior = server::rotate;
    }
}
