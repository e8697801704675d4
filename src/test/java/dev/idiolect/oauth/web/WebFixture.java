package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.cdi.internal.TestApp;
import dev.idiolect.oauth.testkit.internal.FakeDirectory;
import dev.idiolect.oauth.testkit.internal.FakePds;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** An application with a login resource, a browser, and a fake PDS with a separate authorization server. */
@Timeout(60)
abstract class WebFixture {

    static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";

    final FakePds fake = FakePds.startSplit();
    final FakeDirectory directory = FakeDirectory.start();
    final WebServer web = WebServer.open();
    final TestBrowser browser = new TestBrowser(web.origin());
    TestApp app;

    @AfterEach
    void stop() {
        if (app != null) {
            app.close();
        }
        web.close();
        directory.close();
        fake.close();
    }

    final void start(String redirectUri) {
        directory.put(fake, DID);
        Map<String, String> values = new HashMap<>(Map.of(
                "idiolect.oauth.client-id",
                "http://localhost",
                "idiolect.oauth.development",
                "true",
                "idiolect.oauth.plc-url",
                directory.url(),
                "idiolect.oauth.handle-resolver",
                directory.url()));
        if (redirectUri != null) {
            values.put("idiolect.oauth.redirect-uri", redirectUri);
        }
        app = TestApp.start(values, LoginApp.class);
        web.serve(app, LoginApp.class);
    }

    final void start() {
        start(web.origin() + "/oauth/callback");
    }

    final HttpResponse<String> begin(String handle) {
        return browser.post("/oauth/login", Map.of("handle", handle, "return-to", "/notes"));
    }

    final Map<String, String> approved() {
        HttpResponse<String> begun = begin(DID);
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(303);
        return fake.approve(URI.create(TestBrowser.location(begun)), DID);
    }

    final void assertFailure(HttpResponse<String> response, int status, String text) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains(text);
    }
}
