package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.cdi.internal.TestApp;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Browsers write an origin in one way, and redirect URIs in several. */
@Timeout(60)
class ApplicationOriginTest {

    @Test
    void formIsAcceptedIfTheRedirectUriNamesTheDefaultPort() {
        try (WebServer web = WebServer.open();
                TestApp app = application("https://app.example.com:443/oauth/callback")) {
            web.serve(app, LoginApp.class);
            TestBrowser browser = new TestBrowser(web.origin());
            assertThat(statusOfForm(browser, "https://app.example.com")).isEqualTo(400);
            assertThat(statusOfForm(browser, "https://app.example.com:8443")).isEqualTo(403);
            assertThat(statusOfForm(browser, "http://app.example.com")).isEqualTo(403);
        }
    }

    @Test
    void firstWebUriCountsIfAnInstalledApplicationComesFirst() {
        try (WebServer web = WebServer.open();
                TestApp app = application("com.example.app:/cb,https://app.example.com/oauth/callback")) {
            web.serve(app, LoginApp.class);
            TestBrowser browser = new TestBrowser(web.origin());
            assertThat(browser.get("/oauth/login").statusCode()).isEqualTo(200);
            assertThat(statusOfForm(browser, "https://app.example.com")).isEqualTo(400);
            assertThat(statusOfForm(browser, "https://other.example.com")).isEqualTo(403);
            assertThat(app.get(LoginApp.class).redirectUri()).isEqualTo("https://app.example.com/oauth/callback");
        }
    }

    private static TestApp application(String redirectUris) {
        return TestApp.start(
                Map.of(
                        "idiolect.oauth.client-id",
                        "https://app.example.com/oauth/client-metadata.json",
                        "idiolect.oauth.redirect-uri",
                        redirectUris),
                LoginApp.class);
    }

    private static int statusOfForm(TestBrowser browser, String origin) {
        return browser.post("/oauth/login", Map.of("handle", "unknown"), "Origin", origin)
                .statusCode();
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com/cb, https://app.example.com, true",
        "https://app.example.com:443/cb, https://app.example.com, true",
        "https://app.example.com/cb, https://APP.example.com:443, true",
        "https://app.example.com:80/cb, https://app.example.com, false",
        "http://127.0.0.1:80/cb, http://127.0.0.1, true",
        "http://127.0.0.1/cb, http://127.0.0.1:8080, false",
        "http://[::1]:80/cb, http://[::1], true",
        "http://[::1]:8080/cb, http://[::1]:8080, true",
        "http://[::1]:8080/cb, http://[::1], false",
        "https://app.example.com/cb, null, false",
        "https://app.example.com/cb, https://a b, false",
        "https://app.example.com/cb, '', false"
    })
    void originIsComparedAsBrowsersWriteIt(String redirectUri, String origin, boolean same) {
        assertThat(ApplicationOrigin.of(redirectUri).isSameOrigin(RequestHeaders.of("Origin", origin)))
                .isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:80/cb, 127.0.0.1, false",
        "http://127.0.0.1/cb, 127.0.0.1:80, false",
        "http://[::1]:80/cb, [::1], false",
        "http://[::1]:8080/cb, [::1]:8080, false",
        "http://127.0.0.1:8080/cb, localhost:8080, true",
        "http://127.0.0.1:8080/cb, 127.0.0.1, true",
        "http://127.0.0.1:8080/cb, [, true",
        "https://app.example.com/cb, other.example.com, false"
    })
    void hostIsComparedWithItsDefaultPort(String redirectUri, String host, boolean other) {
        assertThat(ApplicationOrigin.of(redirectUri).isOtherHost(host)).isEqualTo(other);
    }

    @Test
    void addressOfAPageHasNoDefaultPort() {
        assertThat(ApplicationOrigin.of("https://app.example.com:443/cb").resolve("/notes"))
                .hasToString("https://app.example.com/notes");
    }
}
