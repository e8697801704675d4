package dev.idiolect.oauth.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.idiolect.oauth.Documents;
import dev.idiolect.oauth.cdi.internal.TestApp;
import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.login.AuthorizationRequest;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.refresh.ReauthenticationRequiredException;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakeDirectory;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import dev.idiolect.oauth.web.TestBrowser;
import dev.idiolect.oauth.web.WebServer;
import dev.idiolect.oauth.xrpc.RecordRef;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of README and guides do what the text says, here with a fake PDS. */
@Timeout(60)
class ExamplesTest {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";
    private static final String OTHER = "did:plc:zyxwvutsrqponmlkjihgfedc";
    private static final String ENDED = "did:plc:endedendedendedendedende";

    private static final String MAIN = "did:plc:mainmainmainmainmainmain";

    private static final FakePds FAKE = FakePds.start();
    private static final FakeDirectory DIRECTORY = FakeDirectory.start();
    private static final WebServer WEB = WebServer.open();
    private static TestApp app;

    private final TestBrowser browser = new TestBrowser(WEB.origin());

    @BeforeAll
    static void start() {
        app = TestApp.start(
                Map.of(
                        "idiolect.oauth.client-id",
                        "http://localhost",
                        "idiolect.oauth.redirect-uri",
                        WEB.origin() + "/oauth/callback",
                        "idiolect.oauth.handle-resolver",
                        DIRECTORY.url(),
                        "idiolect.oauth.plc-url",
                        DIRECTORY.url(),
                        "idiolect.oauth.development",
                        "true"),
                SignIn.class,
                UserSessions.class,
                CurrentUser.class,
                PostsResource.class,
                EndedSessions.class,
                Posts.class,
                OwnSignIn.class,
                HandBuiltClient.class);
        WEB.serve(app, List.of(SignIn.class, PostsResource.class), UserSessions.class);
    }

    @AfterAll
    static void stop() {
        app.close();
        WEB.close();
        DIRECTORY.close();
        FAKE.close();
    }

    private void signIn(FakePds pds, String did) {
        HttpResponse<String> begun = browser.post(
                "/oauth/login", Map.of("handle", DIRECTORY.put(pds, did).handle(), "return-to", "/posts"));
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(303);
        HttpResponse<String> back =
                browser.get("/oauth/callback", pds.approve(URI.create(TestBrowser.location(begun)), did));
        assertThat(TestBrowser.location(back)).isEqualTo(WEB.origin() + "/posts");
    }

    @Test
    void quickStartSignsInAndPosts() {
        assertThat(browser.get("/posts").body()).contains("<form method=post>");
        assertThat(browser.post("/posts", Map.of("text", "Hello")).statusCode()).isEqualTo(403);
        signIn(FAKE, DID);
        HttpResponse<String> posted = browser.post("/posts", Map.of("text", "Hello"));
        assertThat(posted.body()).startsWith("at://" + DID + "/app.bsky.feed.post/");
        assertThat(FAKE.records(DID))
                .last()
                .satisfies(post -> assertThat(post.getString("text")).isEqualTo("Hello"));
        FAKE.assertNoViolations();
    }

    @Test
    void userSignsOut() {
        signIn(FAKE, DID);
        HttpResponse<String> out = browser.post("/oauth/logout", Map.of());
        assertThat(TestBrowser.location(out)).isEqualTo(WEB.origin() + "/");
        assertThat(app.get(OAuthTokenStore.class).load(DID)).isEmpty();
        assertThat(browser.cookies).isEmpty();
        assertThat(browser.post("/posts", Map.of("text", "Hello")).statusCode()).isEqualTo(403);
    }

    @Test
    void userWhoseSessionEndedMustSignInAgain() {
        try (FakePds ending = FakePds.start()) {
            signIn(ending, ENDED);
            ending.endSessions(ENDED);
            SessionRefresher refresher = app.get(SessionRefresher.class);
            assertThatThrownBy(() -> refresher.refresh(ENDED)).isInstanceOf(ReauthenticationRequiredException.class);
            assertThat(browser.post("/posts", Map.of("text", "Hello")).statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void signInWithoutTheResourceIsBoundToItsBrowser() {
        DIRECTORY.put(FAKE, DID);
        OwnSignIn own = app.get(OwnSignIn.class);
        AuthorizationRequest request = own.start(DID);
        Map<String, String> callback = FAKE.approve(request.url(), DID);
        assertThatThrownBy(() -> own.finish("other", callback)).isInstanceOf(SecurityException.class);
        assertThat(own.finish(request.browserSecret(), callback).did()).isEqualTo(DID);
    }

    @Test
    void publishedPostIsListedAndDeleted() {
        FAKE.account(OTHER);
        app.get(OAuthTokenStore.class).save(FAKE.session(OTHER));
        Posts posts = app.get(Posts.class);
        RecordRef post = posts.publish(OTHER, "Hello");
        assertThat(FAKE.records(OTHER)).hasSize(1);
        posts.delete(OTHER, post);
        assertThat(FAKE.records(OTHER)).isEmpty();
    }

    @Test
    void permissionsOfPostsAreRequestedAndChecked() {
        assertThat(PostPermissions.SCOPE)
                .isEqualTo("atproto repo:app.bsky.feed.post?action=create&action=delete blob:image/*");
        assertThat(Documents.blocks(Documents.guide("sign-in"), "properties"))
                .contains("idiolect.oauth.scope=" + PostPermissions.SCOPE + "\n");
        OAuthSession session = FAKE.session(DID, PostPermissions.SCOPE);
        assertThat(PostPermissions.mayPost(session)).isTrue();
        assertThat(PostPermissions.mayPost(
                        session.toBuilder().scope("atproto blob:image/*").build()))
                .isFalse();
        assertThat(PostPermissions.mayPost(session.toBuilder().scope(null).build()))
                .isTrue();
    }

    @Test
    void newKeySetIsAcceptedAsClientKeys() throws Exception {
        assertThat(ClientKeys.parse(ClientKeysFile.newKeySet("2026-11")).currentKeyId())
                .isEqualTo("2026-11");
    }

    @Test
    void handBuiltClientIsSigned() {
        app.get(OAuthTokenStore.class).save(FAKE.session(DID));
        AccountClient client = app.get(HandBuiltClient.class).client();
        assertThat(client.session(DID).getString("did")).isEqualTo(DID);
        assertThatCode(FAKE::assertNoViolations).doesNotThrowAnyException();
    }

    private static LoginSettings settings(OAuthTokenStore store) {
        return LoginSettings.builder(store)
                .identities(IdentityResolver.builder()
                        .handleResolver(DIRECTORY.url())
                        .plcUrl(DIRECTORY.url())
                        .development(true)
                        .build())
                .development(true)
                .build();
    }

    @Test
    void mainSignsInAndPosts(@TempDir Path directory) throws Exception {
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(directory)) {
            String handle = DIRECTORY.put(FAKE, MAIN).handle();
            HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            String redirectUri = "http://127.0.0.1:" + server.getAddress().getPort() + "/callback?";
            OAuthSession session = SignInMain.signIn(settings(store), handle, server, url -> {
                String query = Wire.form(FAKE.approve(url, MAIN));
                assertThat(Wire.get(redirectUri + query).body()).isEqualTo("You can close this page.");
            });
            assertThat(session.did()).isEqualTo(MAIN);
            assertThat(PostMain.post(PostMain.repoClient(store), MAIN, "Hello")).startsWith("at://" + MAIN);
            assertThat(FAKE.records(MAIN)).hasSize(1);
        }
    }

    @Test
    void jdkClientSendsASignedRequest() throws Exception {
        app.get(OAuthTokenStore.class).save(FAKE.session(MAIN));
        SignedGet signed = new SignedGet(app.get(SessionRefresher.class), new DpopProofFactory());
        HttpResponse<String> response = signed.get(MAIN, "com.atproto.server.getSession");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains(MAIN);
    }

    @Test
    void jdkClientUsesASessionOfAnAppPassword(@TempDir Path directory) throws Exception {
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(directory)) {
            TestAccount account = DIRECTORY.put(FAKE, MAIN);
            OAuthSession session = AppPasswordMain.signIn(settings(store), account.handle(), account.password());
            assertThat(session.isBearer()).isTrue();
            DpopProofFactory proofs = new DpopProofFactory();
            SessionRefresher refresher =
                    SessionRefresher.builder(store, Refresher.of(proofs)).build();
            assertThat(new SignedGet(refresher, proofs)
                            .get(MAIN, "com.atproto.server.getSession")
                            .body())
                    .contains(MAIN);
        }
    }

    @Test
    void settingsForAPdsOnThisMachineAreValid() {
        assertThatCode(() -> LocalPds.settings(new InMemoryOAuthTokenStore())).doesNotThrowAnyException();
    }
}
