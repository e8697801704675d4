package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.cdi.internal.TestApp;
import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.RevocationFailed;
import dev.idiolect.oauth.session.SignedIn;
import dev.idiolect.oauth.session.SignedOut;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing out at the web resource, also if the account's server does not respond. */
@Timeout(60)
class SignOutTest {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";

    private final FakePds fake = FakePds.start();
    private final WebServer web = WebServer.open();
    private TestApp app;
    private OAuthSession session;

    @AfterEach
    void stop() {
        if (app != null) {
            app.close();
        }
        web.close();
        fake.close();
    }

    private void signedIn(Map<String, String> config) {
        Map<String, String> values = new HashMap<>(config);
        values.put("idiolect.oauth.client-id", "http://localhost");
        values.put("idiolect.oauth.redirect-uri", web.origin() + "/oauth/callback");
        app = TestApp.start(values, LoginApp.class, RecordedEvents.class);
        web.serve(app, LoginApp.class);
        session = fake.session(DID);
        app.get(OAuthTokenStore.class).save(session);
        app.get(LoginApp.class).signedIn(SignedIn.of(session), URI.create("/"));
    }

    private HttpResponse<String> signOut() {
        return signOut(Map.of());
    }

    private HttpResponse<String> signOut(Map<String, String> form) {
        return new TestBrowser(web.origin()).post("/oauth/logout", form);
    }

    @Test
    void browserReturnsToThePathOfTheForm() {
        signedIn(Map.of());
        HttpResponse<String> response = signOut(Map.of("return-to", "/goodbye?from=notes"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
        assertThat(TestBrowser.location(response)).isEqualTo(web.origin() + "/goodbye?from=notes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example/",
                "evil",
                "/a\tb",
                "javascript:alert(1)"
            })
    void addressOfAnotherSiteIsRefusedBeforeSigningOut(String returnTo) {
        signedIn(Map.of());
        HttpResponse<String> response = signOut(Map.of("return-to", returnTo));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.body()).contains("not on this site");
        assertThat(app.get(LoginApp.class).user()).isEqualTo(DID);
        assertThat(app.get(OAuthTokenStore.class).load(DID)).contains(session);
    }

    @Test
    void emptyReturnToIsTheDefault() {
        signedIn(Map.of());
        assertThat(TestBrowser.location(signOut(Map.of("return-to", "")))).isEqualTo(web.origin() + "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/json", "application/x-www-form-urlencoded; charset=utf-8"})
    void requestOfAScriptNeedsNoForm(String contentType) {
        signedIn(Map.of());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(web.origin() + "/oauth/logout"))
                .header("Sec-Fetch-Site", "same-origin")
                .POST(HttpRequest.BodyPublishers.noBody());
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        HttpResponse<String> response = Wire.send(request, Map.of());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
        assertThat(TestBrowser.location(response)).isEqualTo(web.origin() + "/");
    }

    @Test
    void failurePageKeepsThePathForTheNextAttempt() {
        signedIn(Map.of("idiolect.oauth.logout", "strict"));
        fake.close();
        HttpResponse<String> response = signOut(Map.of("return-to", "/a&b"));
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.body()).contains("name=\"return-to\" value=\"/a&amp;b\"");
    }

    @Test
    void signingOutWorksWithoutTheServer() {
        signedIn(Map.of());
        fake.close();
        HttpResponse<String> response = signOut();
        assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
        assertThat(app.get(OAuthTokenStore.class).load(DID)).isEmpty();
        assertThat(app.get(LoginApp.class).user()).isNull();
        assertThat(app.get(RecordedEvents.class).events()).containsExactly(new SignedOut(DID, false));
    }

    @Test
    void finalFailureOfARevocationReachesObservers() {
        signedIn(Map.of());
        fake.fail(FakePds.REVOKE, FakePds.ALWAYS, Faults.status(400, "{\"error\":\"invalid_client\"}"));
        assertThat(signOut().statusCode()).isEqualTo(303);
        assertThat(app.get(RecordedEvents.class).events())
                .containsExactlyInAnyOrder(
                        new SignedOut(DID, false),
                        new RevocationFailed(DID, fake.issuer() + " returned HTTP 400 invalid_client"));
    }

    @Test
    void sessionIsRevokedWhenTheApplicationEnds() {
        signedIn(Map.of());
        fake.fail(FakePds.REVOKE, Faults.status(503, ""));
        assertThat(signOut().statusCode()).isEqualTo(303);
        assertThat(fake.liveSessions(DID)).isOne();
        app.close();
        app = null;
        await().until(() -> fake.liveSessions(DID) == 0);
    }

    @Test
    void strictApplicationKeepsTheSession() {
        signedIn(Map.of("idiolect.oauth.logout", "strict"));
        fake.close();
        HttpResponse<String> response = signOut();
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.body()).contains("You are still signed in");
        assertThat(app.get(OAuthTokenStore.class).load(DID)).contains(session);
        assertThat(app.get(LoginApp.class).user()).isEqualTo(DID);
    }

    @Test
    void repeatedSignOutsDuringASlowRefreshHoldFewRequestThreads() {
        signedIn(Map.of());
        SessionLock refresh = app.get(OAuthTokenStore.class).lock(DID, Duration.ofSeconds(1));
        List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
        try {
            for (int i = 0; i < 12; i++) {
                responses.add(OwnThread.supply(this::signOut));
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            responses.stream().filter(CompletableFuture::isDone).count() >= 10);
            assertThat(responses.stream().filter(CompletableFuture::isDone))
                    .allMatch(response -> response.join().statusCode() == 503);
        } finally {
            refresh.close();
        }
        assertThat(responses).allSatisfy(response -> assertThat(response).succeedsWithin(Duration.ofSeconds(20)));
        assertThat(signOut().statusCode()).isIn(303, 404);
        assertThat(app.get(OAuthTokenStore.class).load(DID)).isEmpty();
    }
}
