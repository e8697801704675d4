package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.client.TestClientKeys;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.pds.DpopKey;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions of a confidential client are refreshed with the key that they are bound to. */
class ConfidentialRefreshTest {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";
    private static final String CLIENT = "https://app.example.com/client-metadata.json";
    private static final String REUSED =
            "{\"error\":\"invalid_grant\",\"error_description\":\"private_key_jwt jti reused\"}";

    private final FakePds fake = FakePds.startSplit();
    private final DpopKey newest = DpopKey.generate();
    private final DpopKey old = DpopKey.generate();

    @AfterEach
    void stop() {
        fake.close();
    }

    private static Refresher refresher(JsonObject... keys) {
        return Refresher.builder(new DpopProofFactory())
                .clientKeys(TestClientKeys.of(keys))
                .timeout(Duration.ofSeconds(5))
                .build();
    }

    private OAuthSession session() {
        return fake.confidentialSession(DID, CLIENT, "old", old.publicJwk());
    }

    @Test
    void sessionKeepsItsKeyAfterNewOneIsAdded() {
        OAuthSession session = session();
        Refresher refresher = refresher(TestClientKeys.jwk("new", newest), TestClientKeys.jwk("old", old));
        OAuthSession refreshed = refresher.refresh(refresher.refresh(session));
        assertThat(refreshed.clientKeyId()).isEqualTo("old");
        assertThat(refreshed.accessJwt()).isNotEqualTo(session.accessJwt());
        assertThat(new PdsInspector(fake.pdsUrl()).isAlive(refreshed)).isTrue();
        assertThat(fake.refreshes()).isEqualTo(2);
        fake.assertNoViolations();
    }

    @Test
    void everyAttemptHasItsOwnAssertion() {
        OAuthSession session = session();
        fake.fail(FakePds.TOKEN, Faults.challenge());
        refresher(TestClientKeys.jwk("old", old)).refresh(session);
        assertThat(fake.requests(FakePds.TOKEN)).isGreaterThan(1);
        fake.assertNoViolations();
    }

    @Test
    void assertionSeenAsReplayIsRetriedWithNewJti() {
        OAuthSession session = session();
        fake.fail(FakePds.TOKEN, Faults.status(400, REUSED));
        assertThat(refresher(TestClientKeys.jwk("old", old)).refresh(session).refreshJwt())
                .isNotEqualTo(session.refreshJwt());
        fake.assertNoViolations();
    }

    @Test
    void replayedAssertionIsRetriedOnlyOnce() {
        OAuthSession session = session();
        fake.fail(FakePds.TOKEN, FakePds.ALWAYS, Faults.status(400, REUSED));
        assertThatThrownBy(() -> refresher(TestClientKeys.jwk("old", old)).refresh(session))
                .isInstanceOf(ReauthenticationRequiredException.class);
        assertThat(fake.requests(FakePds.TOKEN)).isEqualTo(2);
    }

    @Test
    void errorAfterTokenWasConsumedIsNotRetried() {
        for (String body : List.of(REUSED, "{\"error\":\"use_dpop_nonce\"}", "{\"error\":\"invalid_client\"}")) {
            OAuthSession session = session();
            Refresher refresher = refresher(TestClientKeys.jwk("old", old));
            OAuthSession refreshed = refresher.refresh(session);
            int before = fake.requests(FakePds.TOKEN);
            fake.fail(FakePds.TOKEN, Faults.statusAfterProcessing(500, body));
            assertThatThrownBy(() -> refresher.refresh(refreshed))
                    .isInstanceOfSatisfying(
                            RefreshException.class,
                            e -> assertThat(e.isTransient()).isTrue());
            assertThat(fake.requests(FakePds.TOKEN) - before).isOne();
        }
        fake.assertNoViolations();
    }

    @Test
    void invalidGrantOfPublicClientIsNotRetried() {
        OAuthSession session = fake.session(DID);
        fake.fail(FakePds.TOKEN, Faults.status(400, REUSED));
        assertThatThrownBy(() -> refresher(TestClientKeys.jwk("old", old)).refresh(session))
                .isInstanceOf(ReauthenticationRequiredException.class);
        assertThat(fake.requests(FakePds.TOKEN)).isEqualTo(1);
    }

    @Test
    void wrongServerClockIsCorrected() {
        for (Duration offset : List.of(Duration.ofMinutes(-10), Duration.ofMinutes(10), Duration.ofSeconds(-100))) {
            fake.clock().setOffset(offset);
            OAuthSession session = session();
            assertThat(refresher(TestClientKeys.jwk("old", old))
                            .refresh(session)
                            .refreshJwt())
                    .isNotEqualTo(session.refreshJwt());
        }
        fake.assertNoViolations();
    }

    @Test
    void clockDifferenceOfSecondsNeedsNoRetry() {
        for (Duration offset : List.of(Duration.ofSeconds(-8), Duration.ofSeconds(45))) {
            fake.clock().setOffset(offset);
            OAuthSession session = session();
            int before = fake.requests(FakePds.TOKEN);
            refresher(TestClientKeys.jwk("old", old)).refresh(session);
            // The first request is challenged for a nonce.
            assertThat(fake.requests(FakePds.TOKEN) - before).isEqualTo(2);
        }
        fake.assertNoViolations();
    }

    @Test
    void sessionWithoutItsKeyIsRefusedBeforeAnyRequest() {
        OAuthSession session = session();
        assertThatThrownBy(() -> refresher(TestClientKeys.jwk("new", newest)).refresh(session))
                .isInstanceOfSatisfying(
                        RefreshException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("no key old")
                .hasMessageContaining(DID);
        Refresher keyless = Refresher.builder(new DpopProofFactory())
                .clientId(CLIENT)
                .timeout(Duration.ofSeconds(5))
                .build();
        assertThatThrownBy(() -> keyless.refresh(session))
                .isInstanceOf(RefreshException.class)
                .hasMessageContaining("client keys are missing");
        assertThat(fake.requests(FakePds.TOKEN)).isZero();
    }

    @Test
    void otherKeyWithSameKidIsNotReportedAsEndedSession() {
        OAuthSession session = session();
        assertThatThrownBy(() -> refresher(TestClientKeys.jwk("old", newest)).refresh(session))
                .isInstanceOfSatisfying(RefreshException.class, e -> {
                    assertThat(e.isTransient()).isFalse();
                    assertThat(e.error()).contains("invalid_client");
                });
        assertThat(refresher(TestClientKeys.jwk("old", old)).refresh(session).accessJwt())
                .isNotEqualTo(session.accessJwt());
    }

    @Test
    void publicClientSendsNoAssertion() {
        OAuthSession session = fake.session(DID);
        refresher(TestClientKeys.jwk("old", old)).refresh(session);
        fake.assertNoViolations();
    }
}
