package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.cdi.internal.TestApp;
import dev.idiolect.oauth.login.AuthorizationRequest;
import dev.idiolect.oauth.store.LogCapture;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The web resource under hostile requests, with a development client. */
class LoginResourceTest {

    private static WebServer web;
    private static TestApp app;

    private final TestBrowser browser = new TestBrowser(web.origin());

    @BeforeAll
    static void start() {
        web = WebServer.open();
        app = TestApp.start(
                Map.of(
                        "idiolect.oauth.client-id",
                        "http://localhost",
                        "idiolect.oauth.redirect-uri",
                        web.origin() + "/oauth/callback"),
                LoginApp.class);
        web.serve(app, LoginApp.class);
    }

    @AfterAll
    static void stop() {
        app.close();
        web.close();
    }

    private HttpResponse<String> post(Map<String, String> form, String... headers) {
        return browser.post("/oauth/login", form, headers);
    }

    private static void assertRejected(HttpResponse<String> response, int status, String text) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(text);
        assertThat(response.headers().map()).doesNotContainKeys("Location", "Set-Cookie");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        // With no-referrer, a browser would send the form of the page with "Origin: null".
        assertThat(response.headers().firstValue("Referrer-Policy"))
                .contains(response.body().contains("<form") ? "same-origin" : "no-referrer");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "https://evil.example",
                "javascript:alert(1)",
                "/\t/evil.example",
                "/a\r\nSet-Cookie: a=b",
                "evil.example",
                "/%zz",
                "/ü"
            })
    void returnToAnotherSiteIsRejected(String returnTo) {
        assertRejected(post(Map.of("handle", "alice.bsky.social", "return-to", returnTo)), 400, "not on this site");
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Sec-Fetch-Site, none",
        "Origin, https://evil.example",
        "Origin, null"
    })
    void formOfAnotherSiteIsRejected(String header, String value) {
        assertRejected(
                post(Map.of("handle", "alice.bsky.social"), header, value),
                403,
                "did not come from a page of this site");
        HttpResponse<String> out = browser.post("/oauth/logout", Map.of(), header, value);
        assertRejected(out, 403, "did not come from a page of this site");
    }

    @Test
    void formWithTheOriginOfThisSiteIsAccepted() {
        assertRejected(post(Map.of("handle", " "), "Origin", web.origin()), 400, "Enter your handle");
    }

    @Test
    void failedFormIsFilledInAndEscaped() {
        HttpResponse<String> page = post(Map.of("handle", "<script>alert(1)</script>"));
        assertRejected(page, 400, "not a handle");
        assertThat(page.body())
                .contains("value=\"&lt;script&gt;alert(1)&lt;/script&gt;\"")
                .doesNotContain("<script");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(post(Map.of("handle", "unknown", "return-to", "/notes?a=b")).body())
                .contains("name=\"handle\" value=\"unknown\"", "name=\"return-to\" value=\"/notes?a=b\"");
        assertRejected(post(Map.of("handle", "a".repeat(5000))), 400, "No account found");
        assertRejected(post(Map.of()), 400, "Enter your handle");
    }

    @Test
    void jsonIsReturnedIfTheRequestPrefersIt() {
        HttpResponse<String> json =
                post(Map.of("handle", "unknown"), "Sec-Fetch-Site", "same-origin", "Accept", "application/json");
        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(json.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(json.body()).startsWith("{\"error\":\"invalid_handle\",\"message\":\"This is not a handle. ");
        HttpResponse<String> page = post(
                Map.of("handle", "unknown"),
                "Sec-Fetch-Site",
                "same-origin",
                "Accept",
                "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8");
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    }

    @Test
    void formIsFilledInAndEscaped() {
        HttpResponse<String> form = browser.get(
                "/oauth/login", Map.of("handle", "\"><script>alert(1)</script>", "return-to", "/'\"&<notes>"));
        assertThat(form.statusCode()).isEqualTo(200);
        assertThat(form.body())
                .contains("value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\"")
                .contains("value=\"/&#39;&quot;&amp;&lt;notes&gt;\"")
                .doesNotContain("<script");
        assertThat(form.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'");
        assertThat(form.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void developmentClientPublishesNoDocuments() {
        assertThat(browser.get("/oauth/client-metadata.json").statusCode()).isEqualTo(404);
        assertThat(browser.get("/oauth/jwks.json").statusCode()).isEqualTo(404);
    }

    @Test
    void otherLoopbackNameIsRedirectedToTheRedirectUri() {
        TestBrowser atLocalhost = new TestBrowser("http://localhost:" + web.port());
        assertThat(TestBrowser.location(atLocalhost.get("/oauth/login"))).isEqualTo(web.origin() + "/oauth/login");
        HttpResponse<String> posted = atLocalhost.post("/oauth/login", Map.of("handle", "alice.bsky.social"));
        assertThat(posted.statusCode()).isEqualTo(303);
        assertThat(TestBrowser.location(posted)).isEqualTo(web.origin() + "/oauth/login?handle=alice.bsky.social");
        HttpResponse<String> filledIn = atLocalhost.get("/oauth/login", Map.of("return-to", "/notes?a=b&c"));
        assertThat(TestBrowser.location(filledIn))
                .isEqualTo(web.origin() + "/oauth/login?return-to=%2Fnotes%3Fa%3Db%26c");
        assertThat(TestBrowser.location(atLocalhost.post("/oauth/login", Map.of("handle", "a".repeat(50_000)))))
                .isEqualTo(web.origin() + "/oauth/login");
    }

    @Test
    void failuresAreInTheDebugLog() {
        try (LogCapture log = LogCapture.ofEverything(LoginResource.class)) {
            browser.get("/oauth/callback", Map.of("state", "x", "code", "c"));
            post(Map.of("handle", "unknown"));
            assertThat(log.messages()).hasSize(2);
            assertThat(log.messages().get(0)).contains("Sign-in failed (expired)", "was started in another browser");
            assertThat(log.messages().get(1)).contains("invalid_handle", "unknown");
        }
    }

    @Test
    void callbackWithoutALoginIsRejected() {
        HttpResponse<String> bare = browser.get("/oauth/callback");
        assertRejected(bare, 400, "This sign-in has expired");
        assertThat(bare.body()).contains(" href=\"login\">");
        for (String state : new String[] {"", "x", "a".repeat(43), "a".repeat(5000)}) {
            assertRejected(
                    browser.get("/oauth/callback", Map.of("state", state, "code", "c", "iss", "https://a.example")),
                    400,
                    "This sign-in has expired");
        }
        HttpResponse<String> twice = browser.get("/oauth/callback?state=a&state=b&code=c");
        assertRejected(twice, 400, "This sign-in has expired");
    }

    // A sibling domain can set such a cookie for the parent domain, but none whose name starts with __Host-.
    @Test
    void cookieInsideAnotherCookieIsIgnored() throws Exception {
        String secret = "s".repeat(43);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        String state = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        assertThat(AuthorizationRequest.matches(secret, state)).isTrue();
        String cookie = "oauth-login-" + state.substring(0, 16) + "=" + secret + ".Lw";
        String path = "/oauth/callback?code=c&iss=https://a.example&state=" + state;
        for (String tossed : new String[] {"x=1," + cookie, "$Version=1,x=\"1\"," + cookie, "x=1, " + cookie}) {
            assertRejected(browser.get(path, "Cookie", tossed), 400, "This sign-in has expired");
        }
        // The resource removes a cookie that it accepts.
        assertThat(browser.get(path, "Cookie", "x=1; " + cookie).headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(removal -> assertThat(removal).contains("Max-Age=0"));
    }

    @Test
    void logoutWithoutASignedInAccountIsNotFound() {
        assertThat(browser.post("/oauth/logout", Map.of()).statusCode()).isEqualTo(404);
        assertThat(browser.get("/oauth/logout").statusCode()).isEqualTo(405);
    }

    @Test
    void oneClientCanStartOnlySomeLogins() {
        Map<String, String> form = Map.of("handle", "did:example:alice");
        for (int i = 0; i < LoginLimiter.MAX_PER_CLIENT; i++) {
            assertThat(from("192.0.2.1", form).statusCode()).isEqualTo(400);
        }
        HttpResponse<String> tooMany = from("192.0.2.1", form);
        assertRejected(tooMany, 429, "Too many sign-ins");
        assertThat(Integer.parseInt(tooMany.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 601);
        assertThat(from("192.0.2.2", form).statusCode()).isEqualTo(400);
    }

    @Test
    void mistypedHandleUsesUpNoLimit() {
        for (int i = 0; i < LoginLimiter.MAX_PER_CLIENT + 1; i++) {
            assertRejected(from("192.0.2.3", Map.of("handle", "alice@example.com")), 400, "not a handle");
        }
        assertRejected(from("192.0.2.3", Map.of("handle", "did:example:alice")), 400, "No account found");
    }

    private HttpResponse<String> from(String address, Map<String, String> form) {
        return post(form, "Sec-Fetch-Site", "same-origin", "X-Test-Address", address);
    }

    @Test
    void oneClientHasOnlySomeLoginsInProgress() {
        Map<String, String> form = Map.of("handle", "did:example:alice");
        HttpResponse<String> rejected =
                occupying(LoginLimiter.MAX_CONCURRENT_PER_CLIENT, () -> from("192.0.2.4", form));
        assertRejected(rejected, 429, "Too many sign-ins");
        assertThat(rejected.headers().firstValue("Retry-After")).contains("5");
        assertRejected(from("192.0.2.4", form), 400, "No account found");
    }

    private static HttpResponse<String> occupying(int places, Supplier<HttpResponse<String>> request) {
        if (places == 0) {
            return request.get();
        }
        try {
            return app.get(LoginLimiter.class).login("192.0.2.4", () -> occupying(places - 1, request));
        } catch (TooManyException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void missingOrWrongSecretMatchesNoState() {
        assertThat(AuthorizationRequest.matches(null, null)).isFalse();
        assertThat(AuthorizationRequest.matches("x", null)).isFalse();
        assertThat(AuthorizationRequest.matches("x", "x")).isFalse();
    }

    @Test
    void nothingIsServedWithoutASubclass() {
        assertThat(LoginResource.class).isAbstract();
        assertThat(LoginResource.class.isAnnotationPresent(jakarta.ws.rs.Path.class))
                .isFalse();
    }
}
