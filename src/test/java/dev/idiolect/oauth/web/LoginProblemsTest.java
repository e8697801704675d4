package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.internal.endpoint.TokenEndpointClient;
import dev.idiolect.oauth.pds.MisbehavingProxy;
import dev.idiolect.oauth.store.LogCapture;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Gate;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users see at the web resource if servers, proxies or the application's own settings are at fault. */
class LoginProblemsTest extends WebFixture {

    @ParameterizedTest
    @CsvSource({
        "alice, not a handle",
        "alice@example.com, not a handle",
        "Alice Example, not a handle",
        "unknown.example.com, No account found",
        "did:plc:zyxwvutsrqponmlkjihgfedc, No account found"
    })
    void typingErrorIsExplainedBesideTheField(String typed, String text) {
        start();
        HttpResponse<String> page = begin(typed);
        assertFailure(page, 400, text);
        assertThat(page.body())
                .contains("aria-invalid=\"true\"", "id=\"handle-error\" role=\"alert\"", "value=\"" + typed + "\"");
    }

    private void assertBeginFails(String path, Fault fault, int status, String text) {
        fake.fail(path, 2, fault);
        assertFailure(begin(DID), status, text);
        fake.clearFaults();
    }

    @Test
    void serverFailuresAreDistinguished() {
        start();
        String notFound = "{\"error\":\"NotFound\"}";
        assertBeginFails(FakePds.PROTECTED_RESOURCE, Faults.status(404, notFound), 400, "does not support sign-in");
        assertBeginFails(FakePds.PROTECTED_RESOURCE, MisbehavingProxy.HTML_403, 503, "is not responding");
        assertBeginFails(FakePds.AUTHORIZATION_SERVER, Faults.remove("issuer"), 502, "invalid response");
        assertBeginFails(FakePds.PAR, MisbehavingProxy.HTML_200, 503, "is not responding");
        assertBeginFails(FakePds.PAR, Faults.status(400, "{\"error\":\"invalid_scope\"}"), 500, "not set up correctly");
        assertBeginFails(
                FakePds.PAR,
                Faults.status(400, "{\"error\":\"invalid_client_metadata\"}"),
                500,
                "not set up correctly");
    }

    @Test
    void serverWithoutOAuthIsNamedAsSuch() {
        start();
        fake.fail(FakePds.PROTECTED_RESOURCE, Faults.status(404, "Not Found"));
        fake.fail(FakePds.AUTHORIZATION_SERVER, Faults.status(404, "Not Found"));
        assertFailure(begin(fake.issuer()), 400, "does not support sign-in");
    }

    @Test
    void inventedAccountIsNoTypingError() {
        start();
        HttpResponse<String> begun = begin(fake.issuer());
        Map<String, String> callback = fake.approve(URI.create(TestBrowser.location(begun)), DID);
        fake.fail(FakePds.TOKEN, Faults.set("sub", "did:plc:zyxwvutsrqponmlkjihgfedc"));
        assertFailure(browser.get("/oauth/callback", callback), 502, "You are not signed in");
        assertThat(fake.liveSessions(DID)).isZero();
    }

    @Test
    void reasonOfTheServerIsLogged() {
        start();
        fake.fail(
                FakePds.PAR,
                Faults.status(
                        400,
                        "{\"error\":\"invalid_redirect_uri\",\"error_description\":\"Not registered: x\\u0007y\"}"));
        try (LogCapture log = new LogCapture(TokenEndpointClient.class)) {
            assertFailure(begin(DID), 500, "Only the people who run this site can");
            assertThat(String.join("\n", log.messages())).contains("invalid_redirect_uri: Not registered: x?y");
        }
    }

    @Test
    void rateLimitIsPassedOnToTheBrowser() {
        start();
        long reset = System.currentTimeMillis() / 1000 + 100;
        fake.fail(FakePds.PAR, Faults.status(429, "{\"error\":\"RateLimitExceeded\"}", "RateLimit-Reset", "" + reset));
        HttpResponse<String> page = begin(DID);
        assertFailure(page, 503, "accepts no more sign-ins");
        assertThat(Integer.parseInt(page.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(90, 102);
        int requests = fake.requests(FakePds.PAR);
        HttpResponse<String> json = browser.post(
                "/oauth/login", Map.of("handle", DID), "Sec-Fetch-Site", "same-origin", "Accept", "application/json");
        assertFailure(json, 503, "\"error\":\"rate_limited\"");
        assertThat(json.headers().firstValue("Retry-After")).isPresent();
        assertThat(fake.requests(FakePds.PAR)).isEqualTo(requests);
    }

    @Test
    void reloadedCallbackLeadsToTheApplication() {
        start();
        Map<String, String> callback = approved();
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> response = browser.get("/oauth/callback", callback);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
            assertThat(TestBrowser.location(response)).isEqualTo(web.origin() + "/notes");
        }
        assertThat(app.get(OAuthTokenStore.class).listDids()).containsExactly(DID);
        assertFailure(new TestBrowser(web.origin()).get("/oauth/callback", callback), 400, "expired");
    }

    @Test
    void callbackReloadedDuringTheLoginSignsIn() throws Exception {
        start();
        Map<String, String> callback = approved();
        TestBrowser reloading = new TestBrowser(web.origin());
        reloading.cookies.putAll(browser.cookies);
        Gate gate = new Gate();
        fake.fail(FakePds.TOKEN, Faults.holdResponse(gate));
        CompletableFuture<HttpResponse<String>> first =
                OwnThread.supply(() -> browser.get("/oauth/callback", callback));
        gate.awaitArrival();
        CompletableFuture<HttpResponse<String>> second =
                OwnThread.supply(() -> reloading.get("/oauth/callback", callback));
        await().until(() -> app.get(RunningCallbacks.class).waiting() == 1 || second.isDone());
        gate.open();
        for (HttpResponse<String> response : List.of(first.get(), second.get())) {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
            assertThat(TestBrowser.location(response)).isEqualTo(web.origin() + "/notes");
        }
        assertThat(app.get(LoginApp.class).user()).isEqualTo(DID);
        assertThat(reloading.get("/oauth/callback", callback).statusCode()).isEqualTo(303);
        fake.assertNoViolations();
    }

    @Test
    void callbackCanBeRepeatedAfterAProxyFailure() {
        start();
        Map<String, String> callback = approved();
        fake.fail(FakePds.TOKEN, MisbehavingProxy.HTML_503);
        HttpResponse<String> page = browser.get("/oauth/callback", callback);
        assertFailure(page, 503, "is not responding");
        assertThat(page.body()).contains("href=\"\">Try again</a>");
        assertThat(browser.get("/oauth/callback", callback).statusCode()).isEqualTo(303);
        assertThat(app.get(LoginApp.class).user()).isEqualTo(DID);
    }

    @Test
    void denialWithoutStateIsShownAsDenial() {
        start();
        Map<String, String> callback = approved();
        assertFailure(browser.get("/oauth/callback?error=access_denied"), 403, "You did not allow");
        assertFailure(browser.get("/oauth/callback?error=server_error"), 400, "expired");
        assertThat(browser.get("/oauth/callback", callback).statusCode()).isEqualTo(303);
    }

    @Test
    void reloadedDenialIsStillADenial() {
        start();
        HttpResponse<String> begun = begin(DID);
        Map<String, String> denial = fake.deny(URI.create(TestBrowser.location(begun)));
        for (int i = 0; i < 3; i++) {
            assertFailure(browser.get("/oauth/callback", denial), 403, "You did not allow");
        }
    }

    @Test
    void warningNamesADefaultRedirectUriAsSuch() {
        start(null);
        try (LogCapture log = new LogCapture(ResourceCheck.class)) {
            browser.get("/oauth/login");
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("The redirect URI http://127.0.0.1/, the default for the client id http://localhost, is");
        }
    }

    @Test
    void redirectUriThatDoesNotReturnHereIsAnError() {
        for (String wrong :
                new String[] {null, "http://127.0.0.1:1/oauth/callback", "http://127.0.0.1:" + web.port() + "/callback"
                }) {
            start(wrong);
            try (LogCapture log = new LogCapture(ResourceCheck.class)) {
                assertFailure(browser.get("/oauth/login"), 500, "not set up correctly");
                assertFailure(begin(DID), 500, "not set up correctly");
                assertThat(String.join("\n", log.messages()))
                        .contains("set idiolect.oauth.redirect-uri=http://127.0.0.1:" + web.port() + "/oauth/callback");
            }
            app.close();
            app = null;
        }
        assertThat(fake.requests(FakePds.PAR)).isZero();
    }

    @Test
    void warningAboutWrongRedirectUriNamesTheKey() {
        start("http://127.0.0.1:1/oauth/callback");
        try (LogCapture log = new LogCapture(LoginResource.class)) {
            browser.get("/oauth/login");
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("misconfigured", "idiolect.oauth.redirect-uri");
        }
    }
}
