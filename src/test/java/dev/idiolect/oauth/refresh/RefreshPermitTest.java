package dev.idiolect.oauth.refresh;

import static dev.idiolect.oauth.testkit.internal.FakePds.AUTHORIZATION_SERVER;
import static dev.idiolect.oauth.testkit.internal.FakePds.REFRESH_SESSION;
import static dev.idiolect.oauth.testkit.internal.FakePds.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.session.EndReason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionEnded;
import dev.idiolect.oauth.store.DelegatingTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refreshes with a lock that permits them or not. */
class RefreshPermitTest extends RefreshFixture {

    private final List<String> events = new CopyOnWriteArrayList<>();
    private Supplier<Boolean> permit = () -> true;
    private boolean followsUnknownOutcome;
    private int lookups;
    private final List<SessionEnded> ended = new ArrayList<>();

    private final class Lock implements SessionLock {

        @Override
        public boolean permit(OAuthSession session) {
            events.add("permit after " + tokenRequests() + " token requests");
            lookups = fake.requests(AUTHORIZATION_SERVER);
            return permit.get();
        }

        @Override
        public void withdraw() {
            events.add("withdraw");
        }

        @Override
        public boolean followsUnknownOutcome() {
            return followsUnknownOutcome;
        }

        @Override
        public void close() {
            events.add("close");
        }
    }

    private final SessionRefresher sessions = SessionRefresher.builder(
                    new DelegatingTokenStore(store) {
                        @Override
                        public SessionLock lock(String did, Duration timeout) {
                            return new Lock();
                        }
                    },
                    refresher(PATIENT))
            .clock(clock)
            .listener(event -> ended.add((SessionEnded) event))
            .build();

    private int tokenRequests() {
        return fake.requests(TOKEN) + fake.requests(REFRESH_SESSION);
    }

    private OAuthSession saved(OAuthSession session) {
        learnNonce();
        store.save(session);
        return session;
    }

    @Test
    void permitIsRequestedRightBeforeTheTokenIsSent() {
        for (OAuthSession session : List.of(fake.session(DID), fake.bearerSession(DID))) {
            events.clear();
            saved(session);
            int before = tokenRequests();
            sessions.refresh(DID);
            assertThat(events).containsExactly("permit after " + before + " token requests", "close");
            assertThat(tokenRequests()).isEqualTo(before + 1);
            assertThat(fake.requests(AUTHORIZATION_SERVER))
                    .as("requests before the permit")
                    .isEqualTo(lookups)
                    .isPositive();
        }
    }

    @Test
    void refusedPermitSendsNothing() {
        permit = () -> false;
        for (OAuthSession session : List.of(fake.session(DID), fake.bearerSession(DID))) {
            saved(session);
            assertThat(transientFailure(() -> sessions.refresh(DID)))
                    .hasMessage("Cannot refresh " + DID + ": another host has taken over the refresh, or the user has"
                            + " signed in or out");
            assertThat(tokenRequests()).isZero();
            assertThat(store.load(DID)).contains(session);
        }
    }

    @Test
    void sessionThatAnotherHostHasRefreshedIsUsed() {
        OAuthSession old = saved(fake.session(DID));
        OAuthSession other =
                old.toBuilder().accessJwt("other").refreshJwt("other").build();
        permit = () -> {
            store.save(other);
            return false;
        };
        assertThat(sessions.renew(old)).isEqualTo(other);
        assertThat(tokenRequests()).isZero();
    }

    @Test
    void failingStoreGrantsNoPermitAndTheAccessTokenIsUsed() {
        OAuthSession session = saved(fake.session(DID));
        permit = () -> {
            throw StoreException.transientFailure("the database is gone", null);
        };
        clock.advance(Duration.between(clock.instant(), session.expiresAt()).minusSeconds(1));
        assertThat(sessions.refreshIfNeeded(DID)).isEqualTo(session);
        assertThat(transientFailure(() -> sessions.refresh(DID)))
                .hasMessageContaining("the store could not grant the permit")
                .hasRootCauseMessage("the database is gone");
        // The database may have granted the permit, although the call has failed.
        assertThat(events).endsWith("withdraw", "close");
        assertThat(tokenRequests()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "401, invalid_client",
        "400, invalid_client_metadata",
        "400, slow_down",
        "429, rate_limited",
    })
    void rejectedRequestWithdrawsThePermit(int status, String error) {
        saved(fake.session(DID));
        fake.fail(TOKEN, Faults.status(status, "{\"error\":\"" + error + "\"}", "Content-Type", "application/json"));
        assertThatThrownBy(() -> sessions.refresh(DID)).isInstanceOf(RefreshException.class);
        assertThat(events).containsExactly("permit after 0 token requests", "withdraw", "close");
    }

    @Test
    void failureOfTheServerKeepsThePermit() {
        saved(fake.session(DID));
        fake.fail(TOKEN, Faults.status(500, "{\"error\":\"server_error\"}", "Content-Type", "application/json"));
        transientFailure(() -> sessions.refresh(DID));
        assertThat(events).containsExactly("permit after 0 token requests", "close");
    }

    @Test
    void lostResponseIsTheReasonOfALaterEnd() {
        saved(fake.session(DID));
        fake.fail(TOKEN, 1, Faults.cutConnectionAfterProcessing());
        transientFailure(() -> sessions.refresh(DID));
        assertThat(events).containsExactly("permit after 0 token requests", "close");
        ReauthenticationRequiredException end = ended(() -> sessions.refresh(DID));
        assertThat(end.reason()).isEqualTo(EndReason.RESPONSE_LOST);
        assertThat(end).hasMessageContaining("the response to an earlier refresh was lost");
        assertThat(ended).extracting(SessionEnded::reason).containsExactly(EndReason.RESPONSE_LOST);
    }

    @Test
    void lostResponseOfAnotherHostIsTheReasonOfTheEnd() {
        saved(fake.session(DID));
        fake.endSessions(DID);
        followsUnknownOutcome = true;
        assertThat(ended(() -> sessions.refresh(DID)).reason()).isEqualTo(EndReason.RESPONSE_LOST);
    }

    @Test
    void refusalWithoutALostResponseIsTheReasonOfTheEnd() {
        saved(fake.session(DID));
        fake.fail(TOKEN, 1, Faults.cutConnection());
        transientFailure(() -> sessions.refresh(DID));
        sessions.refresh(DID);
        fake.endSessions(DID);
        assertThat(ended(() -> sessions.refresh(DID)).reason()).isEqualTo(EndReason.REFUSED);
    }
}
