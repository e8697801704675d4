package dev.idiolect.oauth.pds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.session.OAuthSession;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fake lets a good client through and punishes each mistake. */
class FakePdsTest {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";
    private static final String NOTE = "dev.idiolect.test.note";
    private static final String CREATE = FakePds.CREATE_RECORD;

    private final FakePds fake = FakePds.start();
    private final OAuthSession session = fake.session(DID);
    private final DpopKey key = DpopKey.of(session.dpopPrivateKeyJwk());
    private final HandClient client = new HandClient();
    private final String url = fake.pdsUrl() + "/xrpc/" + CREATE;

    @AfterEach
    void stop() {
        fake.close();
    }

    private static JsonObject note(String did) {
        return Jsons.object("repo", did, "collection", NOTE, "record", Jsons.object("$type", NOTE, "text", "hi"));
    }

    private HttpResponse<String> write(String proof, String... authorizations) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(note(DID).toString()));
        List.of(authorizations).forEach(value -> request.header("Authorization", value));
        return Wire.send(proof == null ? request : request.header("DPoP", proof));
    }

    private HttpResponse<String> write(OAuthSession as) {
        return client.procedure(as, CREATE, note(as.did()));
    }

    private String dpop() {
        return "DPoP " + session.accessJwt();
    }

    private String good() {
        return key.proof("POST", url, session.accessJwt(), fake.pdsNonces().newest());
    }

    /** A proof whose claims have been changed. */
    private String spoiled(String name, Object value) {
        return spoiled(url, session.accessJwt(), fake.pdsNonces(), name, value);
    }

    private String spoiled(String htu, String token, FakeNonces nonces, String name, Object value) {
        JsonObject claims = DpopKey.claims("POST", htu, token, nonces.newest());
        return key.sign(key.header(), changed(claims, name, value));
    }

    private static JsonObject changed(JsonObject object, String name, Object value) {
        Object[] all = object.entrySet().stream()
                .flatMap(member -> Stream.of(member.getKey(), member.getKey().equals(name) ? value : member.getValue()))
                .toArray();
        JsonObject replaced = Jsons.object(all);
        return value == null || object.containsKey(name)
                ? replaced
                : Json.createObjectBuilder(replaced)
                        .addAll(Json.createObjectBuilder(Jsons.object(name, value)))
                        .build();
    }

    private static String challenge(HttpResponse<String> response) {
        return response.headers().firstValue("WWW-Authenticate").orElse("");
    }

    private void assertRefusedProof(HttpResponse<String> response, String violation) {
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(challenge(response)).startsWith("DPoP ").contains("error=\"invalid_dpop_proof\"");
        assertViolation(violation);
    }

    private void assertViolation(String violation) {
        assertThat(fake.violations()).hasSize(1).first().asString().contains(violation);
        assertThatThrownBy(fake::assertNoViolations).isInstanceOf(AssertionError.class);
    }

    @Test
    void aGoodClientPasses() {
        assertThat(write(session).statusCode()).isEqualTo(200);
        OAuthSession renewed = client.refresh(session);
        assertThat(write(session).statusCode()).isEqualTo(401);
        assertThat(write(renewed).statusCode()).isEqualTo(200);
        PdsInspector inspector = new PdsInspector(fake.pdsUrl());
        assertThat(inspector.listRecords(DID, NOTE)).hasSize(2);
        assertThat(inspector.isAlive(renewed)).isTrue();
        client.revoke(renewed);
        assertThat(inspector.isAlive(renewed)).isFalse();
        assertThat(fake.records(DID)).extracting(r -> r.getString("text")).containsExactly("hi", "hi");
        assertThat(fake.refreshes()).isEqualTo(1);
        assertThat(fake.requests(CREATE)).isEqualTo(4);
        assertThat(fake.requests(FakePds.TOKEN)).isEqualTo(1);
        fake.assertNoViolations();
    }

    @Test
    void aGoodClientPassesWithTwoServersAndANonceForEachRequest() {
        try (FakePds split = FakePds.startSplit()) {
            split.pdsNonces().rotateEveryRequest(true);
            split.authNonces().rotateEveryRequest(true);
            OAuthSession mine = split.session(DID);
            assertThat(mine.issuer()).isNotEqualTo(mine.pdsUrl());
            for (int i = 0; i < 3; i++) {
                assertThat(client.procedure(mine, CREATE, note(DID)).statusCode())
                        .isEqualTo(200);
                mine = client.refresh(mine);
            }
            assertThat(split.requests(CREATE)).isEqualTo(4);
            assertThat(split.requests(FakePds.TOKEN)).isEqualTo(4);
            JsonObject resource = Wire.json(200, Wire.get(split.pdsUrl() + FakePds.PROTECTED_RESOURCE));
            assertThat(resource.getJsonArray("authorization_servers").getString(0))
                    .isEqualTo(split.issuer());
            JsonObject metadata = Wire.json(200, Wire.get(split.issuer() + FakePds.AUTHORIZATION_SERVER));
            assertThat(metadata.getString("issuer")).isEqualTo(split.issuer());
            split.assertNoViolations();

            String nonce = split.pdsNonces().newest();
            String proof = DpopKey.of(mine.dpopPrivateKeyJwk()).proof("POST", split.issuer() + FakePds.TOKEN, nonce);
            assertThat(refresh(mine, mine.clientId(), proof).body()).contains("use_dpop_nonce");
            assertThat(split.violations().toString()).contains("nonce of another server");
        }
    }

    @Test
    void theNewestTwoNoncesAreGood() {
        String first = fake.pdsNonces().newest();
        fake.pdsNonces().rotate();
        assertThat(write(key.proof("POST", url, session.accessJwt(), first), dpop())
                        .statusCode())
                .isEqualTo(200);
        fake.pdsNonces().rotate();
        HttpResponse<String> late = write(key.proof("POST", url, session.accessJwt(), first), dpop());
        assertThat(late.statusCode()).isEqualTo(401);
        assertThat(challenge(late)).contains("error=\"use_dpop_nonce\"");
        assertThat(late.headers().firstValue("DPoP-Nonce"))
                .contains(fake.pdsNonces().newest());
        fake.assertNoViolations();
    }

    @Test
    void aReplayedProofIsRefused() {
        String proof = good();
        assertThat(write(proof, dpop()).statusCode()).isEqualTo(200);
        assertRefusedProof(write(proof, dpop()), "jti used again");
    }

    @Test
    void aProofThatWasChallengedIsUsedUpToo() {
        String proof = key.proof("POST", url, session.accessJwt(), null);
        write(proof, dpop());
        write(proof, dpop());
        assertViolation("jti used again");
    }

    @Test
    void aProofForAnotherRequestIsRefused() {
        assertRefusedProof(write(spoiled("htm", "post"), dpop()), "\"htm\" mismatch");
    }

    @Test
    void aProofForAnotherUrlIsRefused() {
        assertRefusedProof(write(spoiled("htu", url + "?a=b"), dpop()), "htu is");
    }

    @Test
    void aProofWithoutTheTokensHashIsRefused() {
        assertRefusedProof(write(spoiled("ath", null), dpop()), "\"ath\" mismatch");
    }

    @Test
    void aProofByAnotherAlgorithmNameIsRefused() {
        JsonObject header = changed(key.header(), "typ", "JWT");
        assertRefusedProof(
                write(key.sign(header, DpopKey.claims("POST", url, session.accessJwt(), "n")), dpop()), "typ or alg");
    }

    @Test
    void aProofThatShowsThePrivateKeyIsRefused() {
        JsonObject header = changed(key.header(), "jwk", Jsons.parse(key.privateJwk()));
        assertRefusedProof(
                write(key.sign(header, DpopKey.claims("POST", url, session.accessJwt(), "n")), dpop()),
                "no private one");
    }

    @Test
    void aProofWithAnothersSignatureIsRefused() {
        String proof = good();
        String other = good();
        String mixed = proof.substring(0, proof.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
        assertRefusedProof(write(mixed, dpop()), "signature verification failed");
    }

    @Test
    void aMissingProofIsRefused() {
        assertRefusedProof(write(null, dpop()), "DPoP proof required");
    }

    @Test
    void aProofWithoutJtiIsRefused() {
        assertRefusedProof(write(spoiled("jti", null), dpop()), "\"jti\" missing");
    }

    @Test
    void aProofWithAnIssuerIsAViolation() {
        assertThat(write(spoiled("iss", "me"), dpop()).statusCode()).isEqualTo(200);
        assertViolation("proof with iss");
    }

    @Test
    void aProofsAgeIsHeldAgainstTheFakesClock() {
        fake.clock().setOffset(Duration.ofSeconds(180));
        assertThat(write(good(), dpop()).statusCode()).isEqualTo(200);
        fake.clock().setOffset(Duration.ofSeconds(-165));
        assertThat(write(good(), dpop()).statusCode()).isEqualTo(200);
        for (int seconds : new int[] {190, -175}) {
            fake.clock().setOffset(Duration.ofSeconds(seconds));
            HttpResponse<String> response = write(good(), dpop());
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(challenge(response)).contains("invalid_dpop_proof");
            ZonedDateTime date = ZonedDateTime.parse(
                    response.headers().firstValue("Date").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME);
            assertThat(date.toInstant())
                    .isBetween(
                            fake.clock().instant().minusSeconds(5),
                            fake.clock().instant().plusSeconds(1));
        }
        fake.assertNoViolations();
    }

    @Test
    void aTokenIsBoundToItsKey() {
        String proof = DpopKey.generate()
                .proof("POST", url, session.accessJwt(), fake.pdsNonces().newest());
        HttpResponse<String> response = write(proof, dpop());
        assertThat(challenge(response)).contains("error=\"invalid_token\"");
        assertViolation("key binding");
    }

    @Test
    void aForeignTokenIsAViolation() {
        write(key.proof("POST", url, "foreign", fake.pdsNonces().newest()), "DPoP foreign");
        assertViolation("not issued here");
    }

    @Test
    void aDpopTokenSentAsBearerIsRefused() {
        HttpResponse<String> response = write(null, "Bearer " + session.accessJwt());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("InvalidToken");
        assertThat(challenge(response)).isEmpty();
        assertViolation("DPoP token sent as Bearer");
    }

    @Test
    void anUnsignedWriteIsRefused() {
        assertThat(write((String) null).body()).contains("AuthMissing");
        assertViolation("not signed");
    }

    @Test
    void twoAuthorizationsAreRefused() {
        assertThat(write(good(), dpop(), "Bearer " + session.accessJwt()).statusCode())
                .isEqualTo(400);
        assertViolation("more than one Authorization");
    }

    @Test
    void anAccountWritesToItsOwnRepositoryAlone() {
        fake.session("did:plc:other");
        assertThat(client.procedure(session, CREATE, note("did:plc:other")).statusCode())
                .isEqualTo(401);
        assertViolation("writes as");
    }

    @Test
    void anExpiredTokenIsRefusedAndRefreshed() {
        fake.expireAccessTokens();
        HttpResponse<String> response = write(session);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(challenge(response)).contains("error=\"invalid_token\"");
        assertThat(write(client.refresh(session)).statusCode()).isEqualTo(200);
        fake.setAccessTokenLife(Duration.ofSeconds(30));
        OAuthSession brief = fake.session(DID);
        fake.clock().advance(Duration.ofSeconds(31));
        assertThat(write(brief).statusCode()).isEqualTo(401);
        fake.assertNoViolations();
    }

    @Test
    void aMissingScopeIs403() {
        HttpResponse<String> response = write(fake.session(DID, "atproto"));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("ScopeMissingError");
        fake.fail(CREATE, Faults.missingScope("repo:x"));
        assertThat(write(session).statusCode()).isEqualTo(403);
        assertThat(write(session).statusCode()).isEqualTo(200);
        fake.assertNoViolations();
    }

    private HttpResponse<String> refresh(OAuthSession as, String clientId, String proof) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(as.issuer() + FakePds.TOKEN))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(Wire.form(Map.of(
                        "grant_type", "refresh_token", "refresh_token", as.refreshJwt(), "client_id", clientId))));
        return Wire.send(proof == null ? request : request.header("DPoP", proof));
    }

    private String tokenProof(String name, Object value) {
        return spoiled(fake.issuer() + FakePds.TOKEN, null, fake.authNonces(), name, value);
    }

    private void assertGrantRefused(HttpResponse<String> response, String violation) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("invalid_grant");
        assertViolation(violation);
        assertThat(new PdsInspector(fake.pdsUrl()).isAlive(session)).isFalse();
        assertThat(fake.refreshes()).isLessThan(2);
    }

    @Test
    void aReplayedRefreshTokenEndsTheSession() {
        OAuthSession renewed = client.refresh(session);
        assertGrantRefused(client.tryRefresh(session), "Refresh token replayed");
        assertThat(write(renewed).statusCode()).isEqualTo(401);
        assertThat(client.tryRefresh(renewed).body()).contains("invalid_grant");
    }

    @Test
    void aRefreshWithAnotherKeyEndsTheSession() {
        String proof = DpopKey.generate()
                .proof("POST", fake.issuer() + FakePds.TOKEN, fake.authNonces().newest());
        assertGrantRefused(refresh(session, session.clientId(), proof), "expected JKT");
    }

    @Test
    void aRefreshByAnotherClientEndsTheSession() {
        assertGrantRefused(refresh(session, "http://localhost", tokenProof("x", null)), "not issued to this client");
    }

    @Test
    void aRefreshWithoutAProofIsRefusedAndCostsNothing() {
        assertThat(refresh(session, session.clientId(), null).statusCode()).isEqualTo(401);
        assertViolation("DPoP proof required");
        assertThat(client.tryRefresh(session).statusCode()).isEqualTo(200);
    }

    @Test
    void theAuthorizationServerTakesNoTokenHash() {
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
    void anEndedSessionCanNotBeRefreshed() {
        fake.endSessions(DID);
        assertThat(write(session).statusCode()).isEqualTo(401);
        assertThat(client.tryRefresh(session).body()).contains("invalid_grant");
    }

    @Test
    void twoRefreshesAtOnceAreSeen() throws Exception {
        Gate gate = new Gate();
        fake.fail(FakePds.TOKEN, Faults.hold(gate));
        CompletableFuture<?> held =
                CompletableFuture.supplyAsync(() -> refresh(session, session.clientId(), tokenProof("x", null)));
        gate.awaitArrival();
        refresh(session, session.clientId(), tokenProof("x", null));
        gate.open();
        held.get(20, TimeUnit.SECONDS);
        assertThat(fake.violations().toString()).contains("two refreshes of one session at once");
    }

    @Test
    void legacySessionsWork() {
        OAuthSession bearer = fake.bearerSession(DID);
        assertThat(write(bearer).statusCode()).isEqualTo(200);
        fake.expireAccessTokens();
        HttpResponse<String> expired = write(bearer);
        assertThat(expired.statusCode()).isEqualTo(400);
        assertThat(expired.body()).contains("\"ExpiredToken\"");
        JsonObject renewed = Wire.json(200, refreshSession(bearer.refreshJwt()));
        assertThat(renewed.getString("did")).isEqualTo(DID);
        assertThat(write(bearer.withTokens(
                                renewed.getString("accessJwt"),
                                renewed.getString("refreshJwt"),
                                bearer.issuedAt(),
                                bearer.expiresAt()))
                        .statusCode())
                .isEqualTo(200);
        TestAccount account = fake.account(DID);
        assertThat(write(PdsLogin.createSession(fake.pdsUrl(), account.handle(), account.password()))
                        .statusCode())
                .isEqualTo(200);
        fake.assertNoViolations();
        assertThat(refreshSession(bearer.refreshJwt()).body()).contains("\"ExpiredToken\"");
        assertViolation("Refresh token replayed");
    }

    private HttpResponse<String> refreshSession(String token) {
        return Wire.send(HttpRequest.newBuilder(URI.create(fake.pdsUrl() + "/xrpc/" + FakePds.REFRESH_SESSION))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.noBody()));
    }

    @Test
    void aRequestToAStrangerIsAViolation() {
        Wire.get(fake.strangerUrl() + "/");
        assertViolation("request to a stranger");
    }

    @Test
    void anUpgradeToHttp2IsDropped() {
        HttpClient upgrading = HttpClient.newHttpClient();
        assertThatThrownBy(() -> upgrading.send(
                        HttpRequest.newBuilder(URI.create(fake.pdsUrl() + FakePds.PROTECTED_RESOURCE))
                                .build(),
                        BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
        assertThat(fake.violations().toString()).contains("h2c");
    }

    @Test
    void aCutConnectionLeavesTheWorkDone() {
        fake.fail(FakePds.TOKEN, Faults.cutConnectionAfterProcessing());
        String proof = tokenProof("x", null);
        assertThatThrownBy(() -> refresh(session, session.clientId(), proof)).isInstanceOf(UncheckedIOException.class);
        assertThat(fake.refreshes()).isEqualTo(1);
        assertThat(fake.requests(FakePds.TOKEN)).isEqualTo(1);
        fake.fail(CREATE, Faults.cutConnection());
        assertThatThrownBy(() -> write(good(), dpop())).isInstanceOf(UncheckedIOException.class);
        assertThat(fake.records(DID)).isEmpty();
        fake.assertNoViolations();
    }

    @Test
    void faultsHappenInTurnAndSoOften() {
        fake.fail(CREATE, 2, Faults.status(503, "busy"));
        fake.fail(CREATE, Faults.rateLimited(7));
        assertThat(write(session).statusCode()).isEqualTo(503);
        assertThat(write(session).statusCode()).isEqualTo(503);
        HttpResponse<String> limited = write(session);
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("Retry-After")).contains("7");
        assertThat(limited.headers().firstValue("DPoP-Nonce")).isPresent();
        assertThat(write(session).statusCode()).isEqualTo(200);
        fake.fail(CREATE, FakePds.ALWAYS, Faults.challenge());
        for (int i = 0; i < 3; i++) {
            assertThat(challenge(write(session))).contains("use_dpop_nonce");
        }
        fake.failNoMore();
        assertThat(write(session).statusCode()).isEqualTo(200);
        fake.assertNoViolations();
    }

    @Test
    void silenceEndsWithTheFake() throws Exception {
        Gate gate = new Gate();
        fake.fail(CREATE, call -> {
            gate.open();
            gate.pass();
            return Faults.silence(Duration.ofMinutes(5)).apply(call);
        });
        CompletableFuture<?> silent = CompletableFuture.supplyAsync(() -> write(good(), dpop()));
        gate.awaitArrival();
        fake.close();
        assertThat(silent.handle((answer, problem) -> problem).get(20, TimeUnit.SECONDS))
                .isNotNull();
    }

    private JsonObject refreshed(Fault fault) {
        fake.fail(FakePds.TOKEN, fault);
        OAuthSession one = fake.session(DID);
        String proof = DpopKey.of(one.dpopPrivateKeyJwk())
                .proof("POST", fake.issuer() + FakePds.TOKEN, fake.authNonces().newest());
        return Wire.json(200, refresh(one, one.clientId(), proof));
    }

    @Test
    void tokenResponsesCanBeSpoiled() {
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

    @Test
    void metadataCanBeSpoiled() {
        String resource = fake.pdsUrl() + FakePds.PROTECTED_RESOURCE;
        fake.fail(FakePds.PROTECTED_RESOURCE, Faults.set("authorization_servers", List.of("http://a", "http://b")));
        assertThat(Wire.json(200, Wire.get(resource)).getJsonArray("authorization_servers"))
                .hasSize(2);
        fake.fail(FakePds.PROTECTED_RESOURCE, Faults.redirect(302, fake.strangerUrl()));
        assertThat(Wire.get(resource).headers().firstValue("Location")).contains(fake.strangerUrl());
        fake.fail(FakePds.AUTHORIZATION_SERVER, Faults.set("issuer", "http://a"));
        JsonObject metadata = Wire.json(200, Wire.get(fake.issuer() + FakePds.AUTHORIZATION_SERVER));
        assertThat(metadata.getString("issuer")).isEqualTo("http://a");
        assertThat(metadata.getString("token_endpoint")).isEqualTo(fake.issuer() + FakePds.TOKEN);
    }

    @Test
    void challengesComeInManyForms() {
        String quoted = "DPoP algs=\"ES256\", error=\"use_dpop_nonce\", error_description=\"a \\\"quoted\\\" text, b\"";
        fake.fail(CREATE, Faults.unauthorized("use_dpop_nonce", "Basic realm=\"x\"", quoted));
        HttpResponse<String> response = write(good(), dpop());
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().allValues("WWW-Authenticate")).containsExactly("Basic realm=\"x\"", quoted);
        fake.expireAccessTokens();
        fake.fail(CREATE, Faults.wwwAuthenticate("dpop error=invalid_token"));
        assertThat(challenge(write(good(), dpop()))).isEqualTo("dpop error=invalid_token");
    }

    @Test
    void recordsCanBeWrittenReplacedDeletedAndListed() {
        String repo = "com.atproto.repo.";
        JsonObject put = Jsons.object(
                "repo", DID, "collection", NOTE, "rkey", "one", "record", Jsons.object("$type", NOTE, "text", "1"));
        JsonObject written = Wire.json(200, client.procedure(session, repo + "putRecord", put));
        PdsInspector inspector = new PdsInspector(fake.pdsUrl());
        assertThat(inspector.getRecord(DID, NOTE, "one").orElseThrow().getString("cid"))
                .isEqualTo(written.getString("cid"));
        JsonObject swap = changed(put, "swapRecord", "bafyother");
        assertThat(client.procedure(session, repo + "putRecord", swap).body()).contains("InvalidSwap");
        JsonObject gone = Jsons.object("repo", DID, "collection", NOTE, "rkey", "one");
        assertThat(client.procedure(session, repo + "deleteRecord", gone).statusCode())
                .isEqualTo(200);
        assertThat(inspector.getRecord(DID, NOTE, "one")).isEmpty();
        for (int i = 0; i < 120; i++) {
            Wire.json(200, write(session));
        }
        assertThat(inspector.listRecords(DID, NOTE)).hasSize(120);
        HttpResponse<String> blob = client.xrpc(session, "POST", repo + "uploadBlob", "text/plain", "hello");
        assertThat(Wire.json(200, blob).getJsonObject("blob").getInt("size")).isEqualTo(5);
        fake.assertNoViolations();
    }
}
