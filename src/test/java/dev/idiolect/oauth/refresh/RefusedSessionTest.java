package dev.idiolect.oauth.refresh;

import static dev.idiolect.oauth.testkit.internal.FakePds.ALWAYS;
import static dev.idiolect.oauth.testkit.internal.FakePds.PROTECTED_RESOURCE;
import static dev.idiolect.oauth.testkit.internal.FakePds.REFRESH_SESSION;
import static dev.idiolect.oauth.testkit.internal.FakePds.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionEvent;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that refuses a session's refresh again and again, by another code than that of an ended session. */
@Execution(ExecutionMode.CONCURRENT)
class RefusedSessionTest extends RefreshFixture {

    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final List<SessionEvent> events = new CopyOnWriteArrayList<>();
    private final SessionRefresher refresher = SessionRefresher.builder(store, refresher(PATIENT))
            .clock(clock)
            .listener(endsTo(events))
            .build();

    private void storeExpired(OAuthSession session) {
        store.save(session.toBuilder().expiresAt(clock.instant()).build());
    }

    /** Calls twice a minute, like an application in use. Returns the last exception. */
    private Throwable callFor(Duration time) {
        Throwable last = null;
        for (Duration passed = Duration.ZERO; passed.compareTo(time) <= 0; passed = passed.plus(PAUSE)) {
            last = catchThrowable(() -> refresher.refreshIfNeeded(DID));
            clock.advance(PAUSE);
        }
        return last;
    }

    private static Fault refusal(int status, String error) {
        return Faults.status(status, "{\"error\":\"" + error + "\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request",
        "401, invalid_token",
        "400, invalid_token",
        "401, The session was deleted.",
        "400, Session not found"
    })
    void sessionRefusedForHalfAnHourNeedsNewLogin(int status, String error) {
        storeExpired(fake.session(DID));
        fake.fail(TOKEN, ALWAYS, refusal(status, error));
        assertThat(callFor(Duration.ofMinutes(15))).isInstanceOf(RefreshException.class);
        assertThat(callFor(Duration.ofMinutes(15))).isInstanceOf(ReauthenticationRequiredException.class);
        assertThat(events).hasSize(1);
        int requests = fake.requests(TOKEN);
        assertThat(requests).isLessThan(60);
        assertThat(callFor(Duration.ofHours(1))).isInstanceOf(ReauthenticationRequiredException.class);
        assertThat(fake.requests(TOKEN)).isEqualTo(requests);
        assertThat(events).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"400, InvalidRequest", "401, AuthMissing", "401, AuthenticationRequired", "400, No such session"})
    void appPasswordSessionRefusedForHalfAnHourNeedsNewLogin(int status, String error) {
        storeExpired(fake.bearerSession(DID));
        fake.fail(REFRESH_SESSION, ALWAYS, refusal(status, error));
        assertThat(callFor(Duration.ofMinutes(15))).isInstanceOf(RefreshException.class);
        assertThat(callFor(Duration.ofMinutes(15))).isInstanceOf(ReauthenticationRequiredException.class);
        assertThat(events).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"ok\":true}"})
    void successWithoutTokensForHalfAnHourNeedsNewLogin(String body) {
        for (OAuthSession session : List.of(fake.session(DID), fake.bearerSession(DID))) {
            events.clear();
            storeExpired(session);
            fake.fail(session.isBearer() ? REFRESH_SESSION : TOKEN, ALWAYS, Faults.status(200, body));
            assertThat(callFor(Duration.ofMinutes(15)))
                    .isInstanceOfSatisfying(
                            RefreshException.class,
                            e -> assertThat(e.isTransient()).isTrue());
            assertThat(callFor(Duration.ofMinutes(15))).isInstanceOf(ReauthenticationRequiredException.class);
            assertThat(events).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"400, '{\"error\":\"invalid_request\"}'", "200, {}"})
    void validTokenIsUsedAfterAnyNumberOfRefusals(int status, String body) {
        OAuthSession session = fake.session(DID).toBuilder()
                .expiresAt(clock.instant().plus(Duration.ofHours(20)))
                .build();
        store.save(session);
        SessionRefresher early = SessionRefresher.builder(store, refresher(PATIENT))
                .clock(clock)
                .threshold(Duration.ofHours(2))
                .listener(endsTo(events))
                .build();
        clock.advance(Duration.ofMinutes(18 * 60 + 1));
        fake.fail(TOKEN, ALWAYS, Faults.status(status, body));
        for (int i = 0; i < 200; i++) {
            assertThat(early.refreshIfNeeded(DID)).isEqualTo(session);
            clock.advance(PAUSE);
        }
        assertThat(events).isEmpty();
        clock.advance(Duration.ofHours(1));
        ended(() -> early.refreshIfNeeded(DID));
        assertThat(events).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "401, invalid_client",
        "400, invalid_client_metadata",
        "400, The client metadata is invalid",
        "400, unauthorized_client",
        "401, invalid_dpop_proof",
        "400, unsupported_grant_type",
        "403, invalid_request",
        "404, invalid_request",
        "400, ''"
    })
    void refusalOfClientNeverEndsSession(int status, String error) {
        OAuthSession session = fake.session(DID);
        storeExpired(session);
        fake.fail(TOKEN, ALWAYS, refusal(status, error));
        assertThat(callFor(Duration.ofHours(2))).isInstanceOf(RefreshException.class);
        fake.clearFaults();
        assertThat(refresher.refreshIfNeeded(DID).refreshJwt()).isNotEqualTo(session.refreshJwt());
        assertThat(events).isEmpty();
    }

    @Test
    void responsesOfProxyNeverEndSession() {
        OAuthSession session = fake.session(DID);
        storeExpired(session);
        fake.fail(TOKEN, ALWAYS, Faults.status(401, "<html>invalid_token</html>"));
        assertThat(callFor(Duration.ofHours(2))).isInstanceOf(RefreshException.class);
        fake.clearFaults();
        assertThat(refresher.refreshIfNeeded(DID).refreshJwt()).isNotEqualTo(session.refreshJwt());
    }

    @Test
    void otherFailureInBetweenStartsCountAgain() {
        storeExpired(fake.session(DID));
        fake.fail(TOKEN, ALWAYS, refusal(400, "invalid_request"));
        assertThat(callFor(Duration.ofMinutes(15))).isInstanceOf(RefreshException.class);
        fake.clearFaults();
        fake.fail(TOKEN, ALWAYS, Faults.status(503, ""));
        callFor(Duration.ofMinutes(2));
        fake.clearFaults();
        fake.fail(TOKEN, ALWAYS, refusal(400, "invalid_request"));
        assertThat(callFor(Duration.ofMinutes(15))).isInstanceOf(RefreshException.class);
        assertThat(events).isEmpty();
    }

    @Test
    void forcedRefreshesInQuickSuccessionEndNothing() {
        storeExpired(fake.session(DID));
        fake.fail(TOKEN, ALWAYS, refusal(400, "invalid_request"));
        for (int i = 0; i < 20; i++) {
            permanentFailure(() -> refresher.refresh(DID));
        }
        assertThat(events).isEmpty();
    }

    @Test
    void wrongIssuerOfOneReadingCountsOnce() {
        try (FakePds other = FakePds.startSplit()) {
            OAuthSession session = refusedForIssuerOf(other);
            fake.fail(PROTECTED_RESOURCE, ALWAYS, Faults.status(503, ""));
            assertThat(callFor(Duration.ofMinutes(40)))
                    .isInstanceOfSatisfying(
                            RefreshException.class,
                            e -> assertThat(e.isTransient()).isTrue());
            fake.clearFaults();
            assertThat(refresher.refresh(DID).refreshJwt()).isNotEqualTo(session.refreshJwt());
            assertThat(events).isEmpty();
            assertThat(other.requests(TOKEN)).isZero();
        }
    }

    @Test
    void wrongIssuerIsNotCached() {
        try (FakePds other = FakePds.startSplit()) {
            OAuthSession session = refusedForIssuerOf(other);
            assertThat(refresher.refresh(DID).refreshJwt()).isNotEqualTo(session.refreshJwt());
        }
    }

    /** Returns an expired session whose PDS has named the authorization server of another PDS once. */
    private OAuthSession refusedForIssuerOf(FakePds other) {
        OAuthSession session = fake.session(DID);
        storeExpired(session);
        fake.fail(PROTECTED_RESOURCE, Faults.set("authorization_servers", List.of(other.issuer())));
        permanentFailure(() -> refresher.refreshIfNeeded(DID));
        return session;
    }

    /** Four bad moments in many days, with good refreshes by another process between them. */
    @Test
    void refusalsOfEarlierTokensDoNotCount() {
        for (int i = 0; i < 6; i++) {
            clock.advance(Duration.ofDays(1));
            storeExpired(fake.session(DID).toBuilder()
                    .issuedAt(clock.instant().minus(Duration.ofHours(1)))
                    .build());
            fake.fail(TOKEN, refusal(400, "invalid_request"));
            assertThat(catchThrowable(() -> refresher.refresh(DID))).isInstanceOf(RefreshException.class);
        }
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bad Request", "Access denied by policy", "Upstream unavailable, retry later"})
    void sentenceOfAGatewayIsNotARefusal(String sentence) {
        storeExpired(fake.session(DID));
        fake.fail(TOKEN, ALWAYS, refusal(400, sentence));
        assertThat(callFor(Duration.ofMinutes(40))).isInstanceOf(RefreshException.class);
        assertThat(events).isEmpty();
    }
}
