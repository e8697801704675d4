package dev.idiolect.oauth.refresh;

import static dev.idiolect.oauth.testkit.internal.FakePds.ALWAYS;
import static dev.idiolect.oauth.testkit.internal.FakePds.AUTHORIZATION_SERVER;
import static dev.idiolect.oauth.testkit.internal.FakePds.PROTECTED_RESOURCE;
import static dev.idiolect.oauth.testkit.internal.FakePds.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.dpop.DpopKey;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nonces, clocks, and error responses about the session and the client. */
class TokenEndpointRefresherTest extends RefreshFixture {

    private final Refresher refresher = refresher(PATIENT);
    private final OAuthSession session = fake.session(DID);

    @Test
    void nonceChallengeIsRetriedAndConsumesOneToken() {
        OAuthSession after = refresher.refresh(session);
        assertThat(after.accessJwt()).isNotEqualTo(session.accessJwt());
        assertThat(after.refreshJwt()).isNotEqualTo(session.refreshJwt());
        assertThat(after.timeUntilExpiry(clock.instant())).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
        assertThat(after.scope()).isEqualTo(session.scope());
        assertThat(fake.requests(TOKEN)).isEqualTo(2);
        assertThat(fake.refreshes()).isEqualTo(1);
        fake.assertNoViolations();
    }

    @Test
    void secondRefreshNeedsNoChallengeAndNoDiscovery() {
        refresher.refresh(refresher.refresh(session));
        assertThat(fake.requests(TOKEN)).isEqualTo(3);
        assertThat(fake.requests(PROTECTED_RESOURCE)).isEqualTo(1);
        assertThat(fake.requests(AUTHORIZATION_SERVER)).isEqualTo(1);
        fake.assertNoViolations();
    }

    @Test
    void nonceOfEveryResponseIsUsedNext() {
        fake.authNonces().rotateEveryRequest(true);
        OAuthSession last = session;
        for (int i = 0; i < 5; i++) {
            last = refresher.refresh(last);
        }
        assertThat(fake.requests(TOKEN)).isEqualTo(6);
        fake.assertNoViolations();
    }

    @Test
    void noncesArePerOrigin() {
        String ofPds = fake.pdsNonces().current();
        OAuthSession after =
                refresher.refresh(session.toBuilder().dpopNonce(ofPds).build());
        assertThat(nonces.current(fake.pdsUrl())).isEqualTo(ofPds);
        assertThat(nonces.current(fake.issuer())).isEqualTo(fake.authNonces().current());
        assertThat(after.dpopNonce()).isEqualTo(ofPds);
        fake.assertNoViolations();
    }

    @Test
    void sessionStoresNoNonceOfAuthorizationServer() {
        assertThat(refresher.refresh(session).dpopNonce()).isNull();
    }

    @Test
    void newestPdsNonceIsSavedWithSession() {
        nonces.update(fake.pdsUrl(), "newer");
        assertThat(refresher
                        .refresh(session.toBuilder().dpopNonce("older").build())
                        .dpopNonce())
                .isEqualTo("newer");
    }

    @Test
    void endlessChallengesStopAndConsumeNoToken() {
        fake.fail(TOKEN, ALWAYS, Faults.challenge());
        assertThat(permanentFailure(() -> refresher.refresh(session)).error()).contains("use_dpop_nonce");
        assertThat(fake.requests(TOKEN)).isEqualTo(3);
        assertThat(fake.refreshes()).isZero();
        fake.clearFaults();
        refresher.refresh(session);
        fake.assertNoViolations();
    }

    @Test
    void challengeWithStatus500IsNoChallenge() {
        learnNonce();
        fake.fail(TOKEN, Faults.statusAfterProcessing(500, "{\"error\":\"use_dpop_nonce\"}"));
        transientFailure(() -> refresher.refresh(session));
        assertThat(fake.requests(TOKEN)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-10, 10})
    void wrongClockIsCorrectedOnce(int minutes) {
        clock.setOffset(Duration.ofMinutes(minutes));
        OAuthSession after = refresher.refresh(session);
        assertThat(fake.requests(TOKEN)).isEqualTo(2);
        assertThat(after.issuedAt()).isBetween(clock.instant().minusSeconds(30), clock.instant());
        refresher.refresh(after);
        assertThat(fake.requests(TOKEN)).isEqualTo(3);
        assertThat(fake.refreshes()).isEqualTo(2);
        fake.assertNoViolations();
    }

    @Test
    void refusedProofIsNotRetriedIfClockIsRight() {
        fake.fail(TOKEN, ALWAYS, Faults.status(401, "{\"error\":\"invalid_dpop_proof\"}"));
        assertThat(permanentFailure(() -> refresher.refresh(session)).error()).contains("invalid_dpop_proof");
        assertThat(fake.requests(TOKEN)).isEqualTo(1);
    }

    @Test
    void retriesAreAtMostThree() {
        AtomicInteger requests = new AtomicInteger();
        Fault fickle = call -> {
            int turn = requests.incrementAndGet();
            String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    Instant.now().plus(Duration.ofHours(turn)).atOffset(ZoneOffset.UTC));
            String error = turn % 2 == 1 ? "invalid_dpop_proof" : "use_dpop_nonce";
            return Faults.status(400, "{\"error\":\"" + error + "\"}", "Date", date)
                    .apply(call);
        };
        fake.fail(TOKEN, ALWAYS, fickle);
        permanentFailure(() -> refresher.refresh(session));
        assertThat(fake.requests(TOKEN)).isBetween(2, 4);
    }

    @Test
    void endedSessionRequiresNewLogin() {
        fake.endSessions(DID);
        assertThat(ended(() -> refresher.refresh(session)).did()).isEqualTo(DID);
    }

    @Test
    void replayedTokenRequiresNewLogin() {
        refresher.refresh(session);
        ended(() -> refresher.refresh(session));
        assertThat(fake.violations()).hasSize(1).first().asString().contains("replayed");
    }

    @Test
    void wrongKeyRequiresNewLogin() {
        OAuthSession otherKey = session.toBuilder()
                .dpopPrivateKeyJwk(DpopKey.generate().privateJwk())
                .build();
        ended(() -> refresher.refresh(otherKey));
        assertThat(fake.refreshes()).isZero();
    }

    @Test
    void wrongClientRequiresNewLogin() {
        String other = FakePds.clientId("http://127.0.0.1/other", PdsLogin.SCOPE);
        ended(() -> refresher.refresh(
                session.toBuilder().clientId(other).clientKeyId(null).build()));
        assertThat(fake.refreshes()).isZero();
    }

    @Test
    void clientMetadataThatServerCannotFetchIsTransient() {
        fake.fail(TOKEN, Faults.status(400, "{\"error\":\"invalid_client_metadata\"}"));
        transientFailure(() -> refresher.refresh(session));
        assertThat(refresher.refresh(session).refreshJwt()).isNotEqualTo(session.refreshJwt());
        fake.assertNoViolations();
    }

    @ParameterizedTest
    @CsvSource({
        "400,invalid_client",
        "401,invalid_client",
        "400,unauthorized_client",
        "400,invalid_request",
        "400,invalid_scope",
        "400,unsupported_grant_type",
        "403,access_denied"
    })
    void refusedClientIsPermanentWithServersCode(int status, String error) {
        fake.fail(TOKEN, Faults.status(status, "{\"error\":\"" + error + "\"}"));
        RefreshException failure = permanentFailure(() -> refresher.refresh(session));
        assertThat(failure.error()).contains(error);
        assertThat(failure.did()).isEqualTo(DID);
        assertThat(failure).hasMessageContaining(Integer.toString(status));
        assertThat(fake.requests(TOKEN)).isEqualTo(1);
    }
}
