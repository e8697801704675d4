package dev.idiolect.oauth.runtimes;

import static dev.idiolect.oauth.testkit.internal.FakePds.CREATE_RECORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.pds.ClosedServer;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.seal.internal.TestKeys;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.web.TestBrowser;
import dev.idiolect.oauth.web.WebLogin;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The checks that must pass on every runtime. They control one and the same application by HTTP. Its sessions are in
 * PostgreSQL unless a check says otherwise, and it calls a strict fake PDS.
 */
abstract class RuntimeChecks extends ResponseChecks {

    RuntimeChecks(Platform platform) {
        super(platform);
    }

    // ---- Kinds of clients and results

    @EveryWay
    void callIsSignedAndSentToTheAccountsPds(String way) {
        writes(way);
    }

    final void writes(String way) {
        session(fake, ALICE);
        String text = "plain " + way;
        assertThat(app().call(way, ALICE, text)).startsWith("at://" + ALICE + "/dev.idiolect.test.note/");
        assertThat(texts(fake, ALICE)).containsOnlyOnce(text);
    }

    @EveryWay
    void nonceChallengeInsideACallIsRetried(String way) {
        retriesChallenge(way);
    }

    final void retriesChallenge(String way) {
        session(fake, ALICE);
        app().call(way, ALICE, "warm " + way);
        fake.pdsNonces().rotate();
        fake.pdsNonces().rotate();
        fake.pdsNonces().rotate();
        int before = fake.requests(CREATE_RECORD);
        String text = "challenged " + way;
        assertThat(app().call(way, ALICE, text)).startsWith("at://" + ALICE);
        assertThat(fake.requests(CREATE_RECORD)).isEqualTo(before + 2);
        assertThat(texts(fake, ALICE)).containsOnlyOnce(text);
    }

    @EveryWay
    void invalidTokenIsRefreshedInsideTheCall(String way) {
        refreshesInside(way);
    }

    final void refreshesInside(String way) {
        session(fake, ALICE);
        app().call(way, ALICE, "fresh " + way);
        int refreshes = fake.refreshes();
        fake.expireAccessTokens();
        String text = "refreshed " + way;
        assertThat(app().call(way, ALICE, text)).startsWith("at://" + ALICE);
        assertThat(fake.refreshes()).isEqualTo(refreshes + 1);
        assertThat(texts(fake, ALICE)).containsOnlyOnce(text);
    }

    @Test
    void unsignedMethodOfASignedClientStaysUnsigned() {
        session(fake, ALICE);
        app().call("retry", ALICE, "for the list");
        CompletableFuture<Boolean> authorized = new CompletableFuture<>();
        fake.fail("com.atproto.repo.listRecords", call -> {
            authorized.complete(call.request().header("Authorization").isPresent()
                    || call.request().header("DPoP").isPresent());
            return call.process().get();
        });
        assertThat(app().call("unsigned", ALICE, "")).contains("for the list");
        assertThat(authorized).isCompletedWithValue(false);
    }

    @Test
    void headersForOtherConnectionsAreRemoved() {
        session(fake, ALICE);
        app().call("blocking", ALICE, "a nonce is known");
        assertThat(headersOf(() -> app().call("foreign", ALICE, "not for the PDS")))
                .doesNotContain("foreign");
        if (platform.propagatesHeaders()) {
            propagatedHeadersForOtherConnectionsAreRemoved();
        }
    }

    private void propagatedHeadersForOtherConnectionsAreRemoved() {
        String authority = URI.create(app().address()).getAuthority();
        assertThat(headersOf(() -> app().callWith(
                                "propagated",
                                ALICE,
                                "Authorization: Custom foreign",
                                "Connection: close, X-Hop",
                                "Cookie: session=foreign",
                                "DPoP: foreign",
                                "Host: " + authority,
                                "Keep-Alive: foreign",
                                "Proxy-Authorization: Basic foreign",
                                "Proxy-Connection: foreign",
                                "TE: foreign",
                                "Upgrade: foreign",
                                "X-Hop: foreign",
                                "X-Other: propagated")))
                .contains("propagated")
                .doesNotContain("foreign", authority, "close");
    }

    /** Returns the headers of the next request that writes a record. */
    private String headersOf(Runnable call) {
        CompletableFuture<String> headers = new CompletableFuture<>();
        fake.fail(CREATE_RECORD, request -> {
            headers.complete(request.request().headers().toString());
            return request.process().get();
        });
        call.run();
        return headers.join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "stage", "built-blocking", "repo"})
    void serverOnAPrivateAddressGetsNoConnection(String way) {
        OAuthSession session = session(fake, ALICE);
        try (ClosedServer inside = new ClosedServer()) {
            app().save(session.toBuilder()
                    .pdsUrl("https://localhost:" + inside.port())
                    .build());
            assertThat(app().tryCall(way, ALICE, "inside", ALICE).body()).contains("is not public");
            assertThat(inside.connections()).hasValue(0);
        }
    }

    @Test
    void streamBodyIsCompleteInTheSecondAttempt() {
        session(fake, ALICE);
        List<String> bodies = new ArrayList<>();
        fake.fail("com.atproto.repo.uploadBlob", call -> {
            bodies.add(call.request().text());
            return Faults.challenge().apply(call);
        });
        fake.fail("com.atproto.repo.uploadBlob", call -> {
            bodies.add(call.request().text());
            return call.process().get();
        });
        assertThat(app().call("upload", ALICE, "a stream of bytes")).contains("\"size\":17");
        assertThat(bodies).containsExactly("a stream of bytes", "a stream of bytes");
    }

    @Test
    void retryRepeatsTheSignedCallWithOneRefresh() {
        session(fake, ALICE);
        app().call("retry", ALICE, "warm");
        int before = fake.requests(CREATE_RECORD);
        int refreshes = fake.refreshes();
        fake.fail(CREATE_RECORD, call -> {
            fake.expireAccessTokens();
            return Faults.status(503, "{\"error\":\"NotNow\"}").apply(call);
        });
        assertThat(app().call("retry", ALICE, "in the end")).startsWith("at://" + ALICE);
        assertThat(fake.requests(CREATE_RECORD) - before)
                .as("a 503, a rejected token, a call after the refresh; with an inner @Retry one more rejected token")
                .isEqualTo(platform.retriesWholeCalls() ? 3 : 4);
        assertThat(fake.refreshes()).isEqualTo(refreshes + 1);
        assertThat(texts(fake, ALICE)).containsOnlyOnce("in the end");
    }

    /** The guide describes how to prevent this. */
    @Test
    void retryAfterALostResponseWritesTwice() {
        session(fake, ALICE);
        app().call("retry", ALICE, "warm");
        fake.fail(CREATE_RECORD, Faults.cutConnectionAfterProcessing());
        assertThat(app().call("retry", ALICE, "written twice")).startsWith("at://" + ALICE);
        assertThat(texts(fake, ALICE)).filteredOn("written twice"::equals).hasSize(2);
    }

    @Test
    void applicationsMapperSeesErrorsButNoChallenge() {
        session(fake, ALICE);
        fake.fail(CREATE_RECORD, Faults.challenge());
        fake.fail(
                CREATE_RECORD,
                Faults.status(400, "{\"error\":\"InvalidSwap\",\"message\":\"Record was at another CID\"}"));
        HttpResponse<String> rejected = app().tryCall("retry", ALICE, "rejected", ALICE);
        assertThat(rejected.statusCode()).isEqualTo(500);
        assertThat(rejected.body()).isEqualTo("RejectedException: InvalidSwap");
    }

    // ---- Accounts

    @Test
    void accountArgumentWinsOverTheUser() {
        session(fake, ALICE);
        session(fake, BOB);
        CheckedApp.ok(app().tryCall("blocking", ALICE, "by argument", BOB));
        assertThat(texts(fake, ALICE)).contains("by argument");
        assertThat(app().tryCall("session", null, "", ALICE).body()).isEqualTo(ALICE);
        assertThat(app().tryCall("session", null, "", BOB).body()).isEqualTo(BOB);
    }

    @Test
    void configuredAccountIsTheFallback() {
        session(fake, CAROL);
        assertThat(app().tryCall("session", null, "", null).body()).isEqualTo(CAROL);
    }

    @Test
    void accountWithoutASessionFailsBeforeAnyRequest() {
        int before = fake.requests(CREATE_RECORD);
        HttpResponse<String> failed = app().tryCall("blocking", "did:plc:nnnnnnnnnnnnnnnnnnnnnnnn", "no session", null);
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).startsWith("NoSessionException").contains("did:plc:nnnnnnnnnnnnnnnnnnnnnnnn");
        assertThat(fake.requests(CREATE_RECORD)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "stage", "repo"})
    void parallelCallsOfTwoAccountsStaySeparate(String way) throws Exception {
        callsInParallel(way);
    }

    final void callsInParallel(String way) throws Exception {
        session(fake, ALICE);
        session(other, BOB);
        int refreshes = fake.refreshes();
        int otherRefreshes = other.refreshes();
        fake.expireAccessTokens();
        other.expireAccessTokens();
        var pool = Executors.newFixedThreadPool(16);
        try {
            var calls = new ArrayList<Future<?>>();
            var failures = new ConcurrentLinkedQueue<String>();
            for (int i = 0; i < 48; i++) {
                String did = i % 2 == 0 ? ALICE : BOB;
                String text = way + " by " + did + " " + i;
                calls.add(pool.submit(() -> {
                    HttpResponse<String> done = app().tryCall(way, did, text, did);
                    if (done.statusCode() != 200 || !done.body().startsWith("at://" + did)) {
                        failures.add(done.body());
                    }
                }));
            }
            for (Future<?> call : calls) {
                call.get(60, TimeUnit.SECONDS);
            }
            assertThat(failures).isEmpty();
        } finally {
            pool.shutdownNow();
        }
        assertThat(texts(fake, ALICE).stream().filter(text -> text.startsWith(way + " by ")))
                .hasSize(24)
                .allMatch(text -> text.contains(ALICE));
        assertThat(texts(other, BOB).stream().filter(text -> text.startsWith(way + " by ")))
                .hasSize(24)
                .allMatch(text -> text.contains(BOB));
        assertThat(fake.refreshes()).isEqualTo(refreshes + 1);
        assertThat(other.refreshes()).isEqualTo(otherRefreshes + 1);
    }

    // ---- Stores, configuration, beans

    @Test
    void sessionsInPostgreSqlAreReadableOutsideTheRuntime() {
        OAuthSession session = session(fake, ALICE);
        assertThat(stored(ALICE)).isEqualTo(session);
        assertThat(app().dids()).contains(ALICE);
        assertThat(app().store()).startsWith("JdbcOAuthTokenStore");
    }

    @Test
    void idleSessionIsRefreshedAndEncryptedInTheBackground() throws SQLException {
        KeySource keys = TestKeys.source("checks");
        Map<String, String> config =
                Map.of("idiolect.oauth.keep-alive", "PT2S", "checks.encryption-key", TestKeys.secret("checks"));
        withDatabase(config, (app, ownSchema) -> {
            OAuthTokenStore store = database(ownSchema, keys);
            OAuthSession idle = fake.session(ALICE);
            app.save(idle.toBuilder()
                    .issuedAt(Instant.now().minus(Duration.ofDays(1)))
                    .build());
            await().until(() -> store.load(ALICE)
                    .filter(session -> !session.refreshJwt().equals(idle.refreshJwt()))
                    .isPresent());
            assertThatThrownBy(() -> database(ownSchema, null).load(ALICE))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.missingKeyId()).contains("checks"));

            other.fail(FakePds.TOKEN, FakePds.ALWAYS, Faults.status(400, "{\"error\":\"invalid_grant\"}"));
            app.save(other.session(BOB));
            await().until(() -> app.events().contains("SessionEnded " + BOB));
            assertThat(app.contextsOfEvents()).containsOnly(platform.context());
        });
    }

    @Test
    void databaseSessionsSurviveARestart() {
        CheckedApp first = withSqlite().app("checks");
        first.save(fake.session(ALICE));
        assertThat(first.call("blocking", ALICE, "before the restart")).startsWith("at://");
        stopWithSqlite();
        fake.expireAccessTokens();
        CheckedApp second = withSqlite().app("checks");
        assertThat(second.dids()).containsExactly(ALICE);
        assertThat(second.call("repo", ALICE, "after the restart")).startsWith("at://");
        assertThat(texts(fake, ALICE)).contains("before the restart", "after the restart");
    }

    @Test
    void ownStoreBeanReplacesTheDefault() {
        unconfigured("own", (server, own) -> {
            assertThat(own.store()).contains("OwnStore");
            server.awaitLog("OwnStore does not override lock");
            own.save(fake.session(ALICE));
            fake.expireAccessTokens();
            assertThat(own.call("blocking", ALICE, "from its own store")).startsWith("at://");
            assertThat(own.call("stage", ALICE, "from its own store, later")).startsWith("at://");
        });
        assertThat(texts(fake, ALICE)).contains("from its own store", "from its own store, later");
    }

    @Test
    void defaultStoreIsMemoryWithAWarning() {
        unconfigured("checks", (server, memory) -> {
            memory.save(fake.session(ALICE));
            assertThat(memory.call("blocking", ALICE, "from memory")).startsWith("at://");
            assertThat(memory.store()).startsWith("InMemoryOAuthTokenStore");
            server.awaitLog("Sessions are stored in memory only", "idiolect.oauth.store");
        });
    }

    @Test
    void invalidValueStopsTheDeploymentWithTheFix() {
        stopsTheDeployment(
                "idiolect.oauth.refresh.threshold", "soon", "idiolect.oauth.refresh.threshold=soon", "PT60S");
    }

    @Test
    void misspelledKeyStopsDeploymentWithASuggestion() {
        stopsTheDeployment(
                "idiolect.oauth.stroe",
                "sqlite",
                "Unknown key idiolect.oauth.stroe",
                "did you mean idiolect.oauth.store?");
    }

    /** Both texts must be in one line of the log. */
    private void stopsTheDeployment(String key, String value, String error, String fix) {
        configured(key, value, (server, app) -> {
            server.awaitLog(error, fix);
            assertThat(app.isUp()).isFalse();
        });
    }

    // ---- Login

    @Test
    void failedSignInIsShownAsAPage() {
        HttpResponse<String> failed =
                new TestBrowser(app().address()).post("/oauth/login", Map.of("handle", "no account"));
        assertThat(failed.statusCode()).isEqualTo(400);
        assertThat(failed.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(failed.body()).startsWith("<!doctype html>").contains("This is not a handle");
    }

    @Test
    void headRequestToTheCallbackCompletesNoLogin() {
        TestBrowser browser = new TestBrowser(app().address());
        assertThat(browser.get("/oauth/callback").statusCode()).isEqualTo(400);
        assertThat(browser.head("/oauth/callback").statusCode()).isEqualTo(204);
        HttpResponse<String> form = browser.head("/oauth/login");
        assertThat(form.statusCode()).isEqualTo(200);
        assertThat(form.body()).isEmpty();
    }

    @Test
    void finalFailureOfARevocationReachesObservers() {
        session(fake, ALICE);
        fake.fail(FakePds.REVOKE, Faults.status(400, "{\"error\":\"invalid_client\"}"));
        HttpRequest.Builder withoutForm = HttpRequest.newBuilder(URI.create(app().address() + "/oauth/logout"))
                .headers("X-User", ALICE, "Sec-Fetch-Site", "same-origin")
                .POST(HttpRequest.BodyPublishers.noBody());
        HttpResponse<String> out = Wire.send(withoutForm, Map.of());
        assertThat(out.statusCode()).as(out.body()).isEqualTo(303);
        assertThat(app().events()).contains("SignedOut " + ALICE, "RevocationFailed " + ALICE);
    }

    /**
     * The shared server is a second host of the same database, where the user continues when the first one has ended.
     */
    @Test
    void userSignsInWritesAndSignsOutOnAnotherHost() throws SQLException {
        try (RealPds pds = RealPds.start()) {
            Map<String, String> config = new HashMap<>(platform.jdbc(schema));
            config.putAll(Map.of(
                    "idiolect.oauth.handle-resolver",
                    pds.pdsUrl(),
                    "idiolect.oauth.plc-url",
                    pds.plcUrl(),
                    "idiolect.oauth.http.timeout",
                    "PT30S",
                    "idiolect.oauth.development",
                    "true"));
            try (RunningServer server = start(config, "checks")) {
                CheckedApp signIn = server.app("checks");
                TestBrowser browser = new TestBrowser(signIn.address());
                HttpResponse<String> back = new WebLogin(browser, pds).run(pds.account(), "/after");
                assertThat(TestBrowser.location(back)).endsWith("/after");
                assertThat(signIn.dids()).contains(pds.did());
                assertThat(signIn.events()).containsExactly("SignedIn " + pds.did());

                String uri = signIn.call("repo", pds.did(), "by the one who signed in");
                assertThat(signIn.call("times", pds.did(), "unused")).startsWith("at://");
                String rkey = uri.substring(uri.lastIndexOf('/') + 1);
                assertThat(new PdsInspector(pds.pdsUrl()).getRecord(pds.did(), "dev.idiolect.test.note", rkey))
                        .isPresent();
                if (platform.hasTransactions()) {
                    new TransactionChecks(signIn, pds, database(), schema, directory).run();
                }
            }
            assertThat(app().dids()).contains(pds.did());
            assertThat(app().call("repo", pds.did(), "after the restart")).startsWith("at://");
            HttpResponse<String> out = new TestBrowser(app().address())
                    .post(
                            "/oauth/logout",
                            Map.of("return-to", "/bye?from=notes"),
                            "X-User",
                            pds.did(),
                            "Sec-Fetch-Site",
                            "same-origin");
            assertThat(out.statusCode()).as(out.body()).isEqualTo(303);
            assertThat(TestBrowser.location(out)).endsWith("/bye?from=notes");
            assertThat(app().dids()).doesNotContain(pds.did());
            assertThat(app().events()).contains("SignedOut " + pds.did());
        }
    }
}
