package dev.idiolect.oauth.pds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Gate;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The fake protects its refresh tokens. */
class FakePdsTokenTest extends FakePdsFixture {

    private final DpopKey clientKey = DpopKey.generate();

    private void assertGrantRejected(HttpResponse<String> response, String violation) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("invalid_grant");
        assertViolation(violation);
        assertThat(new PdsInspector(fake.pdsUrl()).isAlive(session)).isFalse();
        assertThat(fake.refreshes()).isLessThan(2);
    }

    private JsonObject refreshed(Fault fault) {
        fake.fail(FakePds.TOKEN, fault);
        OAuthSession one = fake.session(DID);
        String proof = DpopKey.of(one.dpopPrivateKeyJwk())
                .proof("POST", fake.issuer() + FakePds.TOKEN, fake.authNonces().current());
        return Wire.json(200, refresh(one, one.clientId(), proof));
    }

    @Test
    void replayedRefreshTokenEndsTheSession() {
        OAuthSession renewed = client.refresh(session);
        assertGrantRejected(client.tryRefresh(session), "Refresh token replayed");
        assertThat(write(renewed).statusCode()).isEqualTo(401);
        assertThat(client.tryRefresh(renewed).body()).contains("invalid_grant");
    }

    @Test
    void refreshWithAnotherKeyEndsTheSession() {
        String proof = DpopKey.generate()
                .proof("POST", fake.issuer() + FakePds.TOKEN, fake.authNonces().current());
        assertGrantRejected(refresh(session, session.clientId(), proof), "expected JKT");
    }

    @Test
    void refreshByAnotherClientEndsTheSession() {
        assertGrantRejected(refresh(session, "http://localhost", tokenProof("x", null)), "not issued to this client");
    }

    @Test
    void refreshWithoutAProofKeepsTheSession() {
        assertThat(refresh(session, session.clientId(), null).statusCode()).isEqualTo(401);
        assertViolation("DPoP proof required");
        assertThat(client.tryRefresh(session).statusCode()).isEqualTo(200);
    }

    @Test
    void tokenHashIsRejectedAtTheTokenEndpoint() {
        assertThat(refresh(session, session.clientId(), tokenProof("ath", "x")).statusCode())
                .isEqualTo(401);
        assertViolation("\"ath\" claim not allowed");
    }

    @Test
    void theAuthorizationServerAsksForANonceWith400AndNoHeader() {
        HttpResponse<String> response = refresh(session, session.clientId(), tokenProof("nonce", null));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Jsons.parse(response.body()).getString("error")).isEqualTo("use_dpop_nonce");
        assertThat(challenge(response)).isEmpty();
        assertThat(response.headers().firstValue("DPoP-Nonce")).isPresent();
        fake.assertNoViolations();
    }

    @Test
    void endedSessionCannotBeRefreshed() {
        fake.endSessions(DID);
        assertThat(write(session).statusCode()).isEqualTo(401);
        assertThat(client.tryRefresh(session).body()).contains("invalid_grant");
    }

    @Test
    void concurrentRefreshesAreDetected() throws Exception {
        Gate gate = new Gate();
        fake.fail(FakePds.TOKEN, Faults.hold(gate));
        CompletableFuture<?> held = OwnThread.supply(() -> refresh(session, session.clientId(), tokenProof("x", null)));
        gate.awaitArrival();
        refresh(session, session.clientId(), tokenProof("x", null));
        gate.open();
        held.get(20, TimeUnit.SECONDS);
        assertThat(fake.violations().toString()).contains("two refreshes of one session at once");
    }

    @Test
    void tokenResponsesCanBeChanged() {
        assertThat(refreshed(Faults.set("sub", "did:plc:other")).getString("sub"))
                .isEqualTo("did:plc:other");
        assertThat(refreshed(Faults.remove("scope"))).doesNotContainKey("scope");
        assertThat(refreshed(Faults.remove("refresh_token"))).doesNotContainKey("refresh_token");
        assertThat(refreshed(Faults.set("expires_in", 5)).getInt("expires_in")).isEqualTo(5);
        UnaryOperator<JsonObject> empty = json -> Jsons.object();
        assertThat(refreshed(Faults.changeJson(empty))).isEmpty();
        assertThat(refreshed(Faults.hugeBody(3_000_000))).containsKey("access_token");
        assertThat(refreshed(Faults.slowDrip(Duration.ofNanos(1000)))).containsKey("access_token");
        assertThatThrownBy(() -> refreshed(Faults.replyBody("text/html", "<html>")))
                .hasMessageContaining("<html>");
        assertThat(fake.refreshes()).isEqualTo(8);
        fake.assertNoViolations();
    }

    private HttpResponse<String> refreshAs(OAuthSession one, String kid, DpopKey signer, Map<String, Object> changes) {
        String clientId = one.clientId();
        JsonObject claims = Jsons.object(
                "iss",
                clientId,
                "sub",
                clientId,
                "aud",
                one.issuer(),
                "jti",
                DpopKey.random(16),
                "iat",
                fake.clock().instant().getEpochSecond());
        for (Map.Entry<String, Object> change : changes.entrySet()) {
            claims = changed(claims, change.getKey(), change.getValue());
        }
        String url = one.issuer() + FakePds.TOKEN;
        return client.form(
                DpopKey.of(one.dpopPrivateKeyJwk()),
                url,
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        one.refreshJwt(),
                        "client_id",
                        clientId,
                        "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                        "client_assertion",
                        signer.sign(Jsons.object("alg", "ES256", "typ", "JWT", "kid", kid), claims)));
    }

    private OAuthSession confidential(String kid) {
        return fake.confidentialSession(
                DID, "https://app.example.com/client-metadata.json", kid, clientKey.publicJwk());
    }

    @Test
    void confidentialClientRefreshesWithItsKey() {
        OAuthSession one = confidential("key-1");
        assertThat(one.clientKeyId()).isEqualTo("key-1");
        assertThat(refreshAs(one, "key-1", clientKey, Map.of()).statusCode()).isEqualTo(200);
        fake.assertNoViolations();
    }

    @Test
    void failedClientAuthenticationKeepsTheSession() {
        OAuthSession one = confidential("key-1");
        assertThat(client.tryRefresh(one).body()).contains("client_assertion");
        for (Map<String, Object> change : List.<Map<String, Object>>of(
                Map.of("aud", one.issuer() + FakePds.TOKEN),
                Map.of("iss", "me"),
                Map.of("sub", DID),
                Map.of("iat", fake.clock().instant().getEpochSecond() - 90))) {
            assertThat(refreshAs(one, "key-1", clientKey, change).body()).contains("invalid_client");
        }
        assertThat(refreshAs(one, "key-1", DpopKey.generate(), Map.of()).body()).contains("invalid_client");
        assertThat(refreshAs(one, "key-9", clientKey, Map.of()).body()).contains("invalid_client");
        assertThat(fake.violations()).hasSize(6);
        assertThat(refreshAs(one, "key-1", clientKey, Map.of("jti", "once")).statusCode())
                .isEqualTo(200);
        assertThat(refreshAs(confidential("key-1"), "key-1", clientKey, Map.of("jti", "once"))
                        .body())
                .contains("jti reused");
    }

    @Test
    void sessionIsBoundToItsClientKey() {
        OAuthSession one = confidential("key-1");
        confidential("key-2");
        assertThat(refreshAs(one, "key-2", clientKey, Map.of()).body()).contains("initiated with a different key");
        assertThat(refreshAs(one, "key-1", clientKey, Map.of()).body()).contains("invalid_grant");
    }

    @Test
    void silentRefreshesAreNoViolation() {
        fake.fail(FakePds.TOKEN, Faults.silence(Duration.ofMillis(50)));
        String proof = tokenProof("x", null);
        assertThatThrownBy(() -> refresh(session, session.clientId(), proof)).isInstanceOf(UncheckedIOException.class);
        assertThat(client.tryRefresh(session).statusCode()).isEqualTo(200);
        fake.assertNoViolations();
    }
}
