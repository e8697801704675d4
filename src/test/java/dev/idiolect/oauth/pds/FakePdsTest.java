package dev.idiolect.oauth.pds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Gate;
import dev.idiolect.oauth.testkit.internal.Jsons;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The fake accepts a correct client and fails on demand. */
class FakePdsTest extends FakePdsFixture {

    private HttpResponse<String> refreshSession(String token) {
        return Wire.send(HttpRequest.newBuilder(URI.create(fake.pdsUrl() + "/xrpc/" + FakePds.REFRESH_SESSION))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.noBody()));
    }

    @Test
    void correctClientPasses() {
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
    void correctClientPassesWithTwoServersAndManyNonces() {
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

            String nonce = split.pdsNonces().current();
            String proof = DpopKey.of(mine.dpopPrivateKeyJwk()).proof("POST", split.issuer() + FakePds.TOKEN, nonce);
            assertThat(refresh(mine, mine.clientId(), proof).body()).contains("use_dpop_nonce");
            assertThat(split.violations().toString()).contains("nonce of another server");
        }
    }

    @Test
    void expiredTokenIsRejectedAndRefreshed() {
        fake.expireAccessTokens();
        HttpResponse<String> response = write(session);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(challenge(response)).contains("error=\"invalid_token\"");
        assertThat(write(client.refresh(session)).statusCode()).isEqualTo(200);
        fake.setAccessTokenLifetime(Duration.ofSeconds(30));
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
        assertThat(write(bearer.toBuilder()
                                .accessJwt(renewed.getString("accessJwt"))
                                .refreshJwt(renewed.getString("refreshJwt"))
                                .build())
                        .statusCode())
                .isEqualTo(200);
        TestAccount account = fake.account(DID);
        JsonObject created = Wire.json(
                200,
                Wire.postJson(
                        fake.pdsUrl() + "/xrpc/com.atproto.server.createSession",
                        Jsons.object("identifier", account.handle(), "password", account.password())));
        assertThat(created.getString("did")).isEqualTo(DID);
        assertThat(write(bearer.toBuilder()
                                .accessJwt(created.getString("accessJwt"))
                                .refreshJwt(created.getString("refreshJwt"))
                                .build())
                        .statusCode())
                .isEqualTo(200);
        fake.assertNoViolations();
        assertThat(refreshSession(bearer.refreshJwt()).body()).contains("\"ExpiredToken\"");
        assertViolation("Refresh token replayed");
    }

    @Test
    void requestToForbiddenServerIsAViolation() {
        Wire.get(fake.forbiddenUrl() + "/");
        assertViolation("request to a forbidden server");
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
    void cutConnectionLeavesTheRequestProcessed() {
        fake.fail(FakePds.TOKEN, Faults.cutConnectionAfterProcessing());
        String proof = tokenProof("x", null);
        assertThatThrownBy(() -> refresh(session, session.clientId(), proof)).isInstanceOf(UncheckedIOException.class);
        assertThat(fake.refreshes()).isEqualTo(1);
        assertThat(fake.requests(FakePds.TOKEN)).isEqualTo(1);
        fake.fail(CREATE, Faults.cutConnection());
        assertThatThrownBy(() -> write(validProof(), dpop())).isInstanceOf(UncheckedIOException.class);
        assertThat(fake.records(DID)).isEmpty();
        fake.assertNoViolations();
    }

    @Test
    void faultsHappenInOrderAndAsOftenAsPlanned() {
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
        fake.clearFaults();
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
        CompletableFuture<?> silent = OwnThread.supply(() -> write(validProof(), dpop()));
        gate.awaitArrival();
        fake.close();
        assertThat(silent.handle((response, problem) -> problem).get(20, TimeUnit.SECONDS))
                .isNotNull();
    }

    @Test
    void metadataCanBeChanged() {
        String resource = fake.pdsUrl() + FakePds.PROTECTED_RESOURCE;
        fake.fail(FakePds.PROTECTED_RESOURCE, Faults.set("authorization_servers", List.of("http://a", "http://b")));
        assertThat(Wire.json(200, Wire.get(resource)).getJsonArray("authorization_servers"))
                .hasSize(2);
        fake.fail(FakePds.PROTECTED_RESOURCE, Faults.redirect(302, fake.forbiddenUrl()));
        assertThat(Wire.get(resource).headers().firstValue("Location")).contains(fake.forbiddenUrl());
        fake.fail(FakePds.AUTHORIZATION_SERVER, Faults.set("issuer", "http://a"));
        JsonObject metadata = Wire.json(200, Wire.get(fake.issuer() + FakePds.AUTHORIZATION_SERVER));
        assertThat(metadata.getString("issuer")).isEqualTo("http://a");
        assertThat(metadata.getString("token_endpoint")).isEqualTo(fake.issuer() + FakePds.TOKEN);
    }

    @Test
    void challengesComeInManyForms() {
        String quoted = "DPoP algs=\"ES256\", error=\"use_dpop_nonce\", error_description=\"a \\\"quoted\\\" text, b\"";
        fake.fail(CREATE, Faults.unauthorized("use_dpop_nonce", "Basic realm=\"x\"", quoted));
        HttpResponse<String> response = write(validProof(), dpop());
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().allValues("WWW-Authenticate")).containsExactly("Basic realm=\"x\"", quoted);
        fake.expireAccessTokens();
        fake.fail(CREATE, Faults.wwwAuthenticate("dpop error=invalid_token"));
        assertThat(challenge(write(validProof(), dpop()))).isEqualTo("dpop error=invalid_token");
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

    @Test
    void chunkedAndExpectantRequestsAreRead() {
        byte[] body = note(DID).toString().getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
        assertThat(Wire.send(request.copy().header("Authorization", dpop()).header("DPoP", validProof()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(Wire.send(request.expectContinue(true)
                                .header("Authorization", dpop())
                                .header("DPoP", validProof()))
                        .statusCode())
                .isEqualTo(200);
        fake.assertNoViolations();
    }

    @Test
    void manyClientsWriteConcurrently() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            Callable<Void> writer = () -> {
                HandClient own = new HandClient();
                for (int i = 0; i < 5; i++) {
                    Wire.json(200, own.procedure(session, CREATE, note(DID)));
                }
                return null;
            };
            for (Future<Void> done : pool.invokeAll(Collections.nCopies(16, writer))) {
                done.get(20, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(fake.records(DID)).hasSize(80);
        fake.assertNoViolations();
    }
}
