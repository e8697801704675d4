package dev.idiolect.oauth.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.cdi.internal.TestApp;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import dev.idiolect.oauth.web.TestBrowser;
import dev.idiolect.oauth.web.WebLogin;
import dev.idiolect.oauth.web.WebServer;
import dev.idiolect.oauth.xrpc.RecordRef;
import dev.idiolect.oauth.xrpc.RepoRecord;
import dev.idiolect.oauth.xrpc.XrpcException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The examples of README and guides do what the text says, with the real PDS. */
class ExamplesIT {

    private static RealPds pds;
    private static TestApp app;
    private static WebServer web;
    private static OAuthSession session;

    @BeforeAll
    static void start() {
        pds = RealPds.start();
        web = WebServer.open();
        app = TestApp.start(
                Map.of(
                        "idiolect.oauth.client-id",
                        "http://localhost",
                        "idiolect.oauth.redirect-uri",
                        web.origin() + "/oauth/callback",
                        "idiolect.oauth.handle-resolver",
                        pds.pdsUrl(),
                        "idiolect.oauth.plc-url",
                        pds.plcUrl(),
                        "idiolect.oauth.development",
                        "true"),
                Posts.class,
                Outcomes.class,
                AccountClient.class,
                CurrentUser.class,
                UserSessions.class,
                PostsResource.class,
                SignIn.class);
        web.serve(app, List.of(SignIn.class, PostsResource.class), UserSessions.class);
        session = PdsLogin.login(pds, pds.account(), app.get(OAuthTokenStore.class));
    }

    @AfterAll
    static void stop() {
        app.close();
        web.close();
        pds.close();
    }

    @Test
    void postIsPublishedListedAndDeleted() {
        Posts posts = app.get(Posts.class);
        PdsInspector inspector = new PdsInspector(pds.pdsUrl());
        RecordRef post = posts.publish(session.did(), "Hello");
        assertThat(inspector
                        .getRecord(session.did(), "app.bsky.feed.post", post.rkey())
                        .orElseThrow()
                        .getJsonObject("value")
                        .getString("text"))
                .isEqualTo("Hello");
        assertThat(posts.newest(session.did()).records())
                .extracting(RepoRecord::uri)
                .contains(post.uri());
        posts.delete(session.did(), post);
        assertThat(inspector.getRecord(session.did(), "app.bsky.feed.post", post.rkey()))
                .isEmpty();
    }

    @Test
    void ownClientIsSigned() throws Exception {
        AccountClient client = app.get(AccountClient.class, RestClient.LITERAL);
        assertThat(client.session(session.did()).getString("did")).isEqualTo(session.did());
        assertThat(client.missingBlobs(session.did()).toCompletableFuture().get(20, TimeUnit.SECONDS))
                .containsKey("blobs");
    }

    @Test
    void refusedCallOfAnOwnClientIsAnXrpcException() {
        String legacy = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa";
        app.get(OAuthTokenStore.class)
                .save(session(legacy, pds.pdsUrl(), "garbage").toBuilder()
                        .tokenType("Bearer")
                        .scope(null)
                        .build());
        AccountClient client = app.get(AccountClient.class, RestClient.LITERAL);
        assertThatThrownBy(() -> client.session(legacy))
                .isInstanceOfSatisfying(
                        XrpcException.class, e -> assertThat(e.error()).contains("InvalidToken"));
    }

    @Test
    void userSignsInPostsAndSignsOut() {
        TestAccount account = pds.createAccount("web-user.test", "hunter2-web");
        TestBrowser browser = new TestBrowser(web.origin());
        HttpResponse<String> back = new WebLogin(browser, pds).run(account, "/posts");
        assertThat(TestBrowser.location(back)).isEqualTo(web.origin() + "/posts");
        assertThat(browser.post("/posts", Map.of("text", "Hello")).body()).startsWith("at://" + account.did());
        HttpResponse<String> out = browser.post("/oauth/logout", Map.of());
        assertThat(TestBrowser.location(out)).isEqualTo(web.origin() + "/");
        assertThat(app.get(OAuthTokenStore.class).load(account.did())).isEmpty();
        assertThat(browser.cookies).isEmpty();
        assertThat(browser.post("/oauth/logout", Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    void eachFailureHasItsOwnMessage() {
        Outcomes outcomes = app.get(Outcomes.class);
        assertThat(outcomes.publish(session.did(), "Hello")).startsWith("Published as at://");
        assertThat(outcomes.publish("did:plc:z72i7hdynmk6r22z27h6tvur", "Hello"))
                .isEqualTo("Sign in again");
        assertThat(outcomes.publish(session.did(), "x".repeat(10_000)))
                .isEqualTo("Your server refused the post: InvalidRequest");
        String unreachable = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
        app.get(OAuthTokenStore.class).save(session(unreachable, "http://localhost:1", session.accessJwt()));
        assertThat(outcomes.publish(unreachable, "Hello")).isEqualTo("No response: the post may exist or not");
    }

    private static OAuthSession session(String did, String pdsUrl, String accessJwt) {
        return OAuthSession.builder()
                .did(did)
                .pdsUrl(pdsUrl)
                .accessJwt(accessJwt)
                .refreshJwt(session.refreshJwt())
                .dpopPrivateKeyJwk(session.dpopPrivateKeyJwk())
                .issuedAt(session.issuedAt())
                .expiresAt(session.expiresAt())
                .build();
    }
}
