package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.cdi.internal.TestApp;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.pds.DpopKey;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.refresh.ReauthenticationRequiredException;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.EndReason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionEnded;
import dev.idiolect.oauth.session.SessionRefreshed;
import dev.idiolect.oauth.session.SignedIn;
import dev.idiolect.oauth.session.SignedOut;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.Jsons;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import dev.idiolect.oauth.xrpc.CreateRecord;
import dev.idiolect.oauth.xrpc.RecordRef;
import dev.idiolect.oauth.xrpc.RepoClient;
import jakarta.json.Json;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A configured confidential web client, and the real PDS, which reads the metadata from it. */
@Timeout(120)
class WebLoginIT {

    private static final String SITE = "https://app.example.com";
    private static final String CLIENT_ID = SITE + "/oauth/client-metadata.json";

    private static WebServer web;
    private static RealPds pds;

    @TempDir
    static Path directory;

    private final TestBrowser browser = new TestBrowser(web.origin());
    private final WebLogin login = new WebLogin(browser, pds);
    private TestApp app;

    @BeforeAll
    static void startPds() throws Exception {
        web = WebServer.open();
        pds = RealPds.start(
                Map.of(RealPds.ORIGIN_MAP, Jsons.object(SITE, web.origin()).toString()));
        Files.writeString(directory.resolve("keys.json"), keys());
    }

    @AfterAll
    static void stopPds() {
        pds.close();
        web.close();
    }

    @BeforeEach
    void startApp() {
        app = start(Map.of());
    }

    @AfterEach
    void stopApp() {
        app.close();
    }

    private static String keys() {
        var key = Json.createObjectBuilder(Jsons.parse(DpopKey.generate().privateJwk()))
                .add("kid", "web-1")
                .build();
        return Jsons.object("keys", List.of(key)).toString();
    }

    private static TestApp start(Map<String, String> more, Class<?>... beans) {
        Map<String, String> config = new HashMap<>(Map.of(
                "idiolect.oauth.store",
                "sqlite",
                "idiolect.oauth.store.path",
                directory.resolve("sessions.db").toString(),
                "idiolect.oauth.client-id",
                CLIENT_ID,
                "idiolect.oauth.client-keys.path",
                directory.resolve("keys.json").toString(),
                "idiolect.oauth.client-name",
                "Web test",
                "idiolect.oauth.client-uri",
                SITE,
                "idiolect.oauth.handle-resolver",
                pds.pdsUrl(),
                "idiolect.oauth.plc-url",
                pds.plcUrl(),
                "idiolect.oauth.http.timeout",
                "PT30S",
                "idiolect.oauth.development",
                "true"));
        config.putAll(more);
        Class<?>[] classes = beans.length > 0 ? beans : new Class<?>[] {LoginApp.class, RecordedEvents.class};
        TestApp app = TestApp.start(config, classes);
        web.serve(app, LoginApp.class);
        return app;
    }

    private HttpResponse<String> begin(TestAccount account, String returnTo) {
        return login.begin("@" + account.handle(), returnTo);
    }

    private OAuthSession login(TestAccount account) {
        login.run(account, "/home");
        return stored(account);
    }

    private OAuthSession stored(TestAccount account) {
        return app.get(OAuthTokenStore.class).load(account.did()).orElseThrow();
    }

    private static boolean isAlive(OAuthSession session) {
        return new PdsInspector(pds.pdsUrl()).isAlive(session);
    }

    @Test
    void userSignsInWritesRefreshesAndSignsOut() {
        TestAccount alice = pds.account();
        HttpResponse<String> started = begin(alice, "/notes?tab=1#new");
        assertThat(started.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("__Host-oauth-login-")
                .endsWith("; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure");
        Map<String, String> parameters = login.approve(started, alice);
        HttpResponse<String> back = login.complete(parameters);
        assertThat(TestBrowser.location(back)).isEqualTo(SITE + "/notes?tab=1#new");
        assertThat(back.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(back.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        HttpResponse<String> reloaded = login.complete(parameters);
        assertThat(TestBrowser.location(reloaded)).isEqualTo(SITE + "/notes?tab=1#new");
        LoginApp site = app.get(LoginApp.class);
        assertThat(site.user()).isEqualTo(alice.did());
        assertThat(site.published()).contains("metadata", "jwks");

        OAuthSession session = stored(alice);
        assertThat(session.clientId()).isEqualTo(CLIENT_ID);
        assertThat(session.clientKeyId()).isEqualTo("web-1");
        RecordRef note = app.get(RepoClient.class, RestClient.LITERAL)
                .createRecord(CreateRecord.of(
                        alice.did(), "com.example.note", Map.of("$type", "com.example.note", "text", "from the web")));
        assertThat(new PdsInspector(pds.pdsUrl()).getRecord(alice.did(), "com.example.note", note.rkey()))
                .isPresent();

        OAuthSession refreshed = app.get(SessionRefresher.class).refresh(alice.did());
        assertThat(isAlive(refreshed)).isTrue();

        HttpResponse<String> out = browser.post("/oauth/logout", Map.of());
        assertThat(out.statusCode()).as(out.body()).isEqualTo(303);
        assertThat(TestBrowser.location(out)).isEqualTo(SITE + "/");
        assertThat(site.user()).isNull();
        assertThat(app.get(OAuthTokenStore.class).load(alice.did())).isEmpty();
        assertThat(isAlive(refreshed)).isFalse();
        assertThatThrownBy(() -> app.get(Refresher.class).refresh(refreshed))
                .isInstanceOf(ReauthenticationRequiredException.class);

        assertThat(app.get(RecordedEvents.class).events())
                .containsExactly(
                        new SignedIn(alice.did(), alice.handle(), pds.pdsUrl()),
                        new SessionRefreshed(alice.did(), refreshed.expiresAt()),
                        new SignedOut(alice.did(), true));
    }

    @Test
    void denialIsShownAndLeavesNoSession() {
        TestAccount account = pds.createAccount("refuses.test", "hunter2-refuses");
        HttpResponse<String> started = begin(account, "/");
        Map<String, String> denied =
                PdsLogin.deny(pds.pdsUrl(), TestBrowser.location(started), account.handle(), account.password());
        HttpResponse<String> back = browser.get("/oauth/callback", denied);
        assertThat(back.statusCode()).isEqualTo(403);
        assertThat(back.body()).contains("You did not allow the sign-in.");
        assertThat(browser.cookies).isEmpty();
        assertThat(app.get(OAuthTokenStore.class).load(account.did())).isEmpty();
        assertThat(app.get(RecordedEvents.class).events()).isEmpty();
    }

    @Test
    void anotherBrowserCanNeitherCompleteNorEndALogin() {
        TestAccount account = pds.createAccount("victim.test", "hunter2-victim");
        Map<String, String> parameters = login.approve(begin(account, "/"), account);
        TestBrowser attacker = new TestBrowser(web.origin());
        String cookie = browser.cookies.keySet().iterator().next();
        assertThat(attacker.get("/oauth/callback", parameters).statusCode()).isEqualTo(400);
        // The values in the URL of the callback are not enough.
        attacker.cookies.put(cookie, parameters.get("state") + ".Lw");
        assertThat(attacker.get("/oauth/callback", parameters).statusCode()).isEqualTo(400);
        attacker.cookies.put(cookie, "x");
        assertThat(attacker.get("/oauth/callback", parameters).statusCode()).isEqualTo(400);
        assertThat(app.get(LoginApp.class).user()).isNull();
        login.complete(parameters);
        assertThat(app.get(LoginApp.class).user()).isEqualTo(account.did());
    }

    @Test
    void callbackWorksOnce() {
        TestAccount account = pds.createAccount("replay.test", "hunter2-replay");
        Map<String, String> parameters = login.approve(begin(account, "/"), account);
        Map<String, String> cookies = Map.copyOf(browser.cookies);
        login.complete(parameters);
        // A reload only leads back to the application.
        assertThat(TestBrowser.location(login.complete(parameters))).isEqualTo(SITE + "/");
        browser.cookies.putAll(cookies);
        HttpResponse<String> replayed = browser.get("/oauth/callback", parameters);
        assertThat(replayed.statusCode()).isEqualTo(400);
        assertThat(replayed.body()).contains("This sign-in has expired").doesNotContain(parameters.get("code"));
        assertThat(isAlive(stored(account))).isTrue();
        assertThat(app.get(RecordedEvents.class).events()).hasSize(1);
    }

    @Test
    void twoTabsSignInConcurrently() {
        TestAccount one = pds.createAccount("tab-one.test", "hunter2-one");
        TestAccount two = pds.createAccount("tab-two.test", "hunter2-two");
        HttpResponse<String> first = begin(one, "/one");
        HttpResponse<String> second = begin(two, "/two");
        assertThat(browser.cookies).hasSize(2);
        HttpResponse<String> secondBack = login.complete(login.approve(second, two));
        HttpResponse<String> firstBack = login.complete(login.approve(first, one));
        assertThat(TestBrowser.location(firstBack)).isEqualTo(SITE + "/one");
        assertThat(TestBrowser.location(secondBack)).isEqualTo(SITE + "/two");
        assertThat(isAlive(stored(one))).isTrue();
        assertThat(isAlive(stored(two))).isTrue();
    }

    @Test
    void forgedPathInTheCookieIsIgnored() {
        TestAccount account = pds.createAccount("forged.test", "hunter2-forged");
        Map<String, String> parameters = login.approve(begin(account, "/"), account);
        // "//evil.example" in base64url
        browser.cookies.replaceAll((name, value) -> value.split("\\.")[0] + ".Ly9ldmlsLmV4YW1wbGU");
        HttpResponse<String> back = login.complete(parameters);
        assertThat(TestBrowser.location(back)).isEqualTo(SITE + "/");
    }

    @Test
    void loginSurvivesARestart() {
        TestAccount account = pds.createAccount("restart.test", "hunter2-restart");
        Map<String, String> parameters = login.approve(begin(account, "/after"), account);
        app.close();
        app = start(Map.of());
        HttpResponse<String> back = login.complete(parameters);
        assertThat(TestBrowser.location(back)).isEqualTo(SITE + "/after");
        assertThat(isAlive(stored(account))).isTrue();
    }

    @Test
    void serverUrlReplacesAHandle() {
        TestAccount account = pds.createAccount("by-server.test", "hunter2-server");
        HttpResponse<String> started = login.begin(pds.pdsUrl(), "/");
        login.complete(login.approve(started, account));
        assertThat(isAlive(stored(account))).isTrue();
        login.begin(account.did(), "/");
    }

    @Test
    void sessionEndedByTheServerFiresOneEvent() {
        TestAccount account = pds.createAccount("lost.test", "hunter2-lost");
        OAuthSession session = login(account);
        // The server deletes the session when a refresh token is used twice.
        app.get(SessionRefresher.class).refresh(account.did());
        assertThatThrownBy(() -> app.get(Refresher.class).refresh(session))
                .isInstanceOf(ReauthenticationRequiredException.class);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> app.get(SessionRefresher.class).refresh(account.did()))
                    .isInstanceOf(ReauthenticationRequiredException.class);
        }
        List<SessionEnded> ended = app.get(RecordedEvents.class).events().stream()
                .filter(SessionEnded.class::isInstance)
                .map(SessionEnded.class::cast)
                .toList();
        assertThat(ended).hasSize(1);
        assertThat(ended.get(0).did()).isEqualTo(account.did());
        assertThat(ended.get(0).reason()).isEqualTo(EndReason.REFUSED);
        assertThat(ended.get(0).details())
                .contains("invalid_grant")
                .doesNotContain(session.refreshJwt(), session.accessJwt());
    }

    @Test
    void observerThatThrowsDoesNoHarm() {
        app.close();
        app = start(Map.of(), LoginApp.class, ThrowingObserver.class);
        TestAccount account = pds.createAccount("thrower.test", "hunter2-thrower");
        OAuthSession session = login(account);
        assertThat(isAlive(session)).isTrue();
        app.get(Logout.class).logout(account.did());
        assertThat(isAlive(session)).isFalse();
        assertThat(app.get(OAuthTokenStore.class).load(account.did())).isEmpty();
    }
}
