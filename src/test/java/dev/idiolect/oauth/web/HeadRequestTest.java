package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.cdi.internal.TestApp;
import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakePds;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Link checkers and previews send HEAD requests, with the browser's cookies or without. */
class HeadRequestTest extends WebFixture {

    private void assertEmpty(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().map()).doesNotContainKey("Set-Cookie");
    }

    @Test
    void headRequestToTheCallbackCompletesNoLogin() {
        start();
        Map<String, String> callback = approved();
        int before = fake.requests(FakePds.TOKEN);
        for (int i = 0; i < 2; i++) {
            assertEmpty(browser.head("/oauth/callback?" + Wire.form(callback)), 204);
        }
        assertEmpty(browser.head("/oauth/callback"), 204);
        assertThat(fake.requests(FakePds.TOKEN)).isEqualTo(before);
        assertThat(app.get(OAuthTokenStore.class).listDids()).isEmpty();
        HttpResponse<String> completed = browser.get("/oauth/callback", callback);
        assertThat(completed.statusCode()).as(completed.body()).isEqualTo(303);
        assertThat(app.get(LoginApp.class).user()).isEqualTo(DID);
    }

    @Test
    void headRequestToTheFormHasNoEffect() {
        start();
        HttpResponse<String> head = browser.head("/oauth/login?handle=alice.example.com");
        assertEmpty(head, 200);
        assertThat(head.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(browser.head("/oauth/logout").statusCode()).isEqualTo(405);
        assertThat(fake.requests(FakePds.PAR)).isZero();
    }

    @Test
    void headRequestToDocumentsIsLikeAGetWithoutTheBody() {
        app = TestApp.start(
                Map.of("idiolect.oauth.client-id", "https://app.example.com/oauth/client-metadata.json"),
                LoginApp.class);
        web.serve(app, LoginApp.class);
        for (String document : new String[] {"client-metadata.json", "jwks.json"}) {
            HttpResponse<String> get = browser.get("/oauth/" + document);
            assertThat(get.statusCode()).as(document).isEqualTo(200);
            HttpResponse<String> head = browser.head("/oauth/" + document);
            assertEmpty(head, 200);
            assertThat(head.headers().firstValue("Content-Type"))
                    .isEqualTo(get.headers().firstValue("Content-Type"));
        }
    }
}
