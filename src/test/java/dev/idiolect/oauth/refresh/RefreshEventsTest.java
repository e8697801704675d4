package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.session.AccountMoved;
import dev.idiolect.oauth.session.HandleChanged;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.RefreshFailed;
import dev.idiolect.oauth.session.SessionEnding;
import dev.idiolect.oauth.session.SessionEvent;
import dev.idiolect.oauth.session.SessionRefreshed;
import dev.idiolect.oauth.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The events of refreshes. */
class RefreshEventsTest extends SessionRefresherFixture {

    private static final Duration TWO_WEEKS = Duration.ofDays(14);

    private final List<SessionEvent> events = new CopyOnWriteArrayList<>();
    private final SessionRefresher observed = SessionRefresher.builder(store, server)
            .clock(clock)
            .listener(events::add)
            .build();

    @Test
    void refreshIsReportedOnceAfterItsSave() {
        store.save(expired(DID));
        together(8, () -> observed.refreshIfNeeded(DID)).forEach(SessionRefresherFixture::join);
        OAuthSession stored = store.load(DID).orElseThrow();
        assertThat(events).containsExactly(new SessionRefreshed(DID, stored.expiresAt()));
    }

    @Test
    void sessionOfAnotherProcessIsNotReported() {
        store.save(expired(DID));
        refresher.refreshIfNeeded(DID);
        observed.renew(expired(DID));
        assertThat(events).isEmpty();
    }

    @Test
    void unsavedRefreshIsReportedWhenItIsSaved() {
        store.save(expired(DID));
        store.failSaves = true;
        assertThatThrownBy(() -> observed.refreshIfNeeded(DID)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> observed.refreshIfNeeded(DID)).isInstanceOf(OAuthException.class);
        assertThat(events).containsExactly(new RefreshFailed(DID, false, "no space left"));
        store.failSaves = false;
        observed.refreshIfNeeded(DID);
        await().untilAsserted(() -> assertThat(events).hasSize(2).last().isInstanceOf(SessionRefreshed.class));
    }

    @Test
    void saveThatFailsAfterWritingIsReportedOnce() {
        store.save(expired(DID));
        store.afterSave = () -> {
            store.afterSave = () -> {};
            throw StoreException.transientFailure("the response was lost", null);
        };
        assertThatThrownBy(() -> observed.refreshIfNeeded(DID)).isInstanceOf(StoreException.class);
        observed.refreshIfNeeded(DID);
        await().until(() -> !refreshes().isEmpty());
        assertThat(refreshes()).hasSize(1);
    }

    @Test
    void eachFailedAttemptIsReported() {
        store.save(expired(DID));
        server.behavior = session -> {
            throw RefreshException.permanentFailure(session.did(), "bad client", "invalid_client");
        };
        assertThatThrownBy(() -> observed.refreshIfNeeded(DID)).isInstanceOf(RefreshException.class);
        // Not sent again at once.
        assertThatThrownBy(() -> observed.refreshIfNeeded(DID)).isInstanceOf(RefreshException.class);
        assertThat(events).containsExactly(new RefreshFailed(DID, false, "Cannot refresh " + DID + ": bad client"));
    }

    @Test
    void moveAndNewHandleAreReported() {
        store.save(expired(DID));
        server.behavior = session -> server.rotate(session).toBuilder()
                .pdsUrl("https://new.example.com")
                .handle("new.example.com")
                .build();
        observed.refreshIfNeeded(DID);
        assertThat(events)
                .contains(
                        new AccountMoved(DID, "https://pds.example.com", "https://new.example.com"),
                        new HandleChanged(DID, "alice.example.com", "new.example.com"));
        events.clear();
        clock.advance(LIFETIME);
        observed.refreshIfNeeded(DID);
        assertThat(events).hasSize(1).first().isInstanceOf(SessionRefreshed.class);
    }

    @Test
    void sessionThatEndsSoonIsReportedOnce() {
        Instant signedIn = clock.instant();
        signIn(signedIn);
        for (int day = 0; day < 14; day++) {
            clock.advance(Duration.ofDays(1));
            observed.refreshIfNeeded(DID);
            long notices = endings().size();
            assertThat(notices).as("day %d", day + 1).isEqualTo(day + 1 < 11 ? 0 : 1);
        }
        assertThat(endings()).containsExactly(new SessionEnding(DID, signedIn.plus(TWO_WEEKS)));
    }

    @Test
    void firstRefreshWithinTheNoticeIsReported() {
        Instant signedIn = clock.instant();
        signIn(signedIn);
        clock.advance(Duration.ofDays(13));
        observed.refreshIfNeeded(DID);
        assertThat(endings()).containsExactly(new SessionEnding(DID, signedIn.plus(TWO_WEEKS)));
    }

    @Test
    void confidentialClientAndUnknownSignInGetNoNotice() {
        store.save(fresh(clock.instant()).toBuilder().clientKeyId("key-1").build());
        clock.advance(Duration.ofDays(13));
        observed.refreshIfNeeded(DID);
        store.save(fresh(clock.instant()).toBuilder().signedInAt(null).build());
        clock.advance(Duration.ofDays(13));
        observed.refreshIfNeeded(DID);
        assertThat(endings()).isEmpty();
    }

    @Test
    void noticeCanBeTurnedOff() {
        SessionRefresher silent = SessionRefresher.builder(store, server)
                .clock(clock)
                .listener(events::add)
                .endingNotice(Duration.ZERO)
                .build();
        signIn(clock.instant());
        clock.advance(Duration.ofDays(13));
        silent.refreshIfNeeded(DID);
        assertThat(events).hasSize(1);
        assertThatThrownBy(() -> SessionRefresher.builder(store, server).endingNotice(Duration.ofDays(-1)))
                .hasMessageContaining("zero or more");
    }

    private void signIn(Instant time) {
        store.save(fresh(time));
    }

    private OAuthSession fresh(Instant time) {
        return expired(DID).toBuilder()
                .refreshJwt("refresh-" + time)
                .issuedAt(time)
                .expiresAt(time.plus(LIFETIME))
                .signedInAt(time)
                .refreshExpiresAt(null)
                .clientKeyId(null)
                .build();
    }

    private List<SessionEvent> refreshes() {
        return events.stream().filter(SessionRefreshed.class::isInstance).toList();
    }

    private List<SessionEvent> endings() {
        return events.stream().filter(SessionEnding.class::isInstance).toList();
    }
}
