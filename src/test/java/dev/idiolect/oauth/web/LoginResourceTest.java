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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers can do to the web resource, here with a client for development. */
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

    private static void assertRefused(HttpResponse<String> response, int status, String text) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(text);
        assertThat(response.headers().map()).doesNotContainKeys("Location", "Set-Cookie");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.headers().firstValue("Referrer-Policy")).contains("no-referrer");
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
    void aWayToAnotherSiteIsRefused(String returnTo) {
        assertRefused(post(Map.of("handle", "alice.bsky.social", "return-to", returnTo)), 400, "is none of this site");
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Sec-Fetch-Site, none",
        "Origin, https://evil.example",
        "Origin, null"
    })
    void aFormOfAnotherSiteIsRefused(String header, String value) {
        assertRefused(post(Map.of("handle", "alice.bsky.social"), header, value), 403, "not come from a page of this");
        HttpResponse<String> out = browser.post("/oauth/logout", Map.of(), header, value);
        assertRefused(out, 403, "not come from a page of this");
    }

    @Test
    void aFormOfThisSiteIsTakenByItsOriginToo() {
        assertRefused(post(Map.of("handle", " "), "Origin", web.origin()), 400, "Enter your handle");
    }

    @Test
    void whatIsNoAccountIsSaidAndRepeatedInTheFormsAddressAlone() {
        HttpResponse<String> page = post(Map.of("handle", "<script>alert(1)</script>"));
        assertRefused(page, 400, "No account was found");
        assertThat(page.body()).contains("<a href=\"login?handle=%3Cscript%3Ealert%281%29%3C%2Fscript%3E\">");
        assertThat(page.body().replace("%3Cscript%3Ealert%281%29%3C%2Fscript%3E", ""))
                .doesNotContain("script");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(post(Map.of("handle", "nobody", "return-to", "/notes?a=b")).body())
                .contains("<a href=\"login?handle=nobody&amp;return-to=%2Fnotes%3Fa%3Db\">");
        assertRefused(post(Map.of("handle", "a".repeat(5000))), 400, "No account was found");
        assertRefused(post(Map.of()), 400, "Enter your handle");
    }

    @Test
    void whoAcceptsJsonGetsJson() {
        HttpResponse<String> answer =
                post(Map.of("handle", "nobody"), "Sec-Fetch-Site", "same-origin", "Accept", "application/json");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"no_account\","
                        + "\"message\":\"No account was found by that name. Check its spelling.\"}");
        HttpResponse<String> page = post(
                Map.of("handle", "nobody"),
                "Sec-Fetch-Site",
                "same-origin",
                "Accept",
                "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8");
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    }

    @Test
    void theFormIsFilledInAndHarmless() {
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
    void aClientForDevelopmentPublishesNothing() {
        assertThat(browser.get("/oauth/client-metadata.json").statusCode()).isEqualTo(404);
        assertThat(browser.get("/oauth/jwks.json").statusCode()).isEqualTo(404);
    }

    @Test
    void anotherNameOfThisMachineIsLeftForTheOneBrowsersReturnTo() {
        TestBrowser atLocalhost = new TestBrowser("http://localhost:" + web.port());
        assertThat(TestBrowser.location(atLocalhost.get("/oauth/login"))).isEqualTo(web.origin() + "/oauth/login");
        HttpResponse<String> posted = atLocalhost.post("/oauth/login", Map.of("handle", "alice.bsky.social"));
        assertThat(posted.statusCode()).isEqualTo(303);
        assertThat(TestBrowser.location(posted)).isEqualTo(web.origin() + "/oauth/login?handle=alice.bsky.social");
        HttpResponse<String> asked = atLocalhost.get("/oauth/login", Map.of("return-to", "/notes?a=b&c"));
        assertThat(TestBrowser.location(asked)).isEqualTo(web.origin() + "/oauth/login?return-to=%2Fnotes%3Fa%3Db%26c");
        assertThat(TestBrowser.location(atLocalhost.post("/oauth/login", Map.of("handle", "a".repeat(50_000)))))
                .isEqualTo(web.origin() + "/oauth/login");
    }

    @Test
    void whatHasFailedIsInTheLogForDevelopers() {
        try (LogCapture log = LogCapture.ofEverything(LoginResource.class)) {
            browser.get("/oauth/callback", Map.of("state", "x", "code", "c"));
            post(Map.of("handle", "nobody"));
            assertThat(log.messages()).hasSize(2);
            assertThat(log.messages().get(0)).contains("it began in another browser");
            assertThat(log.messages().get(1)).contains("no_account", "nobody");
        }
    }

    @Test
    void aCallbackThatNobodyAskedForIsRefused() {
        HttpResponse<String> bare = browser.get("/oauth/callback");
        assertRefused(bare, 400, "This sign-in is over");
        assertThat(bare.body()).contains("<a href=\"login\">");
        for (String state : new String[] {"", "x", "a".repeat(43), "a".repeat(5000)}) {
            assertRefused(
                    browser.get("/oauth/callback", Map.of("state", state, "code", "c", "iss", "https://a.example")),
                    400,
                    "This sign-in is over");
        }
        HttpResponse<String> twice = browser.get("/oauth/callback?state=a&state=b&code=c");
        assertRefused(twice, 400, "This sign-in is over");
    }

    // A page of a neighbour can set such a cookie for the whole domain, and none that begins with __Host-.
    @Test
    void aCookieInsideOfAnotherIsNotThisSites() throws Exception {
        String secret = "s".repeat(43);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        String state = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        assertThat(AuthorizationRequest.matches(secret, state)).isTrue();
        String cookie = "oauth-login-" + state.substring(0, 16) + "=" + secret + ".Lw";
        String path = "/oauth/callback?code=c&iss=https://a.example&state=" + state;
        for (String tossed : new String[] {"x=1," + cookie, "$Version=1,x=\"1\"," + cookie, "x=1, " + cookie}) {
            assertRefused(browser.get(path, "Cookie", tossed), 400, "This sign-in is over");
        }
        // What the resource takes for its own it removes.
        assertThat(browser.get(path, "Cookie", "x=1; " + cookie).headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(removal -> assertThat(removal).contains("Max-Age=0"));
    }

    @Test
    void signingOutNobodyIsNotOffered() {
        assertThat(browser.post("/oauth/logout", Map.of()).statusCode()).isEqualTo(404);
        assertThat(browser.get("/oauth/logout").statusCode()).isEqualTo(405);
    }

    @Test
    void oneClientCannotBeginWithoutEnd() {
        Map<String, String> form = Map.of("handle", "nobody");
        for (int i = 0; i < LoginLimiter.FOR_EACH; i++) {
            assertThat(from("192.0.2.1", form).statusCode()).isEqualTo(400);
        }
        HttpResponse<String> tooMany = from("192.0.2.1", form);
        assertRefused(tooMany, 429, "Too many sign-ins");
        assertThat(Integer.parseInt(tooMany.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 601);
        assertThat(from("192.0.2.2", form).statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> from(String address, Map<String, String> form) {
        return post(form, "Sec-Fetch-Site", "same-origin", "X-Test-Address", address);
    }

    @Test
    void slowServersThatStrangersNameDoNotHoldAllThreads() {
        LoginLimiter limiter = app.get(LoginLimiter.class);
        Map<String, String> form = Map.of("handle", "nobody");
        for (int i = 0; i < LoginLimiter.AT_ONCE; i++) {
            assertThat(limiter.enter()).isTrue();
        }
        try {
            HttpResponse<String> refused = browser.post("/oauth/login", form);
            assertRefused(refused, 429, "Too many sign-ins");
            assertThat(refused.headers().firstValue("Retry-After")).contains("5");
        } finally {
            for (int i = 0; i < LoginLimiter.AT_ONCE; i++) {
                limiter.leave();
            }
        }
        for (int i = 0; i < LoginLimiter.AT_ONCE + 1; i++) {
            assertRefused(browser.post("/oauth/login", form), 400, "No account was found");
        }
    }

    @Test
    void theSecretOfAStateIsNotToBeHadFromIt() {
        assertThat(AuthorizationRequest.matches(null, null)).isFalse();
        assertThat(AuthorizationRequest.matches("x", null)).isFalse();
        assertThat(AuthorizationRequest.matches("x", "x")).isFalse();
    }

    @Test
    void nothingIsServedUnlessExtended() {
        assertThat(LoginResource.class).isAbstract();
        assertThat(LoginResource.class.isAnnotationPresent(jakarta.ws.rs.Path.class))
                .isFalse();
    }
}
