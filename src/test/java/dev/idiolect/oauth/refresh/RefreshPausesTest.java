package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How soon an account whose refresh failed is tried again. */
class RefreshPausesTest extends WithProbes {

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
    void lastingFailureIsNotRepeatedAtEveryCallEither() {
        store.save(expired(DID));
        server.answer = session -> {
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
        server.answer = server::rotate;
        clock.advance(Duration.ofSeconds(1));
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-2");
    }

    @Test
    void clockThatIsSetBackDoesNotMakeAPauseLonger() {
        store.save(expired(DID));
        server.answer = session -> {
            throw RefreshException.transientFailure(session.did(), "HTTP 500", null, null);
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(RefreshException.class);
        server.answer = server::rotate;
        clock.advance(Duration.ofDays(-365));
        assertThat(refresher.refreshIfNeeded(DID).accessJwt()).isEqualTo("access-2");
    }

    @Test
    void renewalWaitsForThePauseToo() {
        store.save(TestSessions.full(DID));
        server.answer = session -> {
            throw RefreshException.transientFailure(session.did(), "HTTP 500", null, null);
        };
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> refresher.renew(TestSessions.full(DID))).isInstanceOf(RefreshException.class);
        }
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void successEndsThePauses() {
        failOnce();
        OAuthSession renewed = refresher.refresh(DID);
        assertThat(refresher.renew(renewed).accessJwt()).isEqualTo("access-3");
    }

    @Test
    void endOfTheSessionEndsThePausesForTheNextOne() {
        failOnce();
        server.answer = session -> {
            throw ReauthenticationRequiredException.of(session.did(), "revoked");
        };
        assertThatThrownBy(() -> refresher.refresh(DID)).isInstanceOf(ReauthenticationRequiredException.class);
        server.answer = server::rotate;
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
        server.answer = session -> {
            throw RefreshException.transientFailure(session.did(), "HTTP 500", null, null);
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(RefreshException.class);
        server.answer = server::rotate;
    }
}
