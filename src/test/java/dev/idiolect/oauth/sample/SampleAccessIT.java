package dev.idiolect.oauth.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.runtimes.ServerProcess;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.Jsons;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Access control at the sample, and unexpected responses of account servers. */
@Tag("liberty-sample")
@Timeout(60)
class SampleAccessIT {

    private static final String POSTS = "app.bsky.feed.post";
    private static final String BAD_RESPONSE = "The account's server is not responding correctly. Try again later.";
    private static final String TOO_MANY = "Too many calls at once. Try again in a moment.";

    @TempDir
    private static Path directory;

    private static RealPds pds;
    private static LibertySample sample;

    private TestAccount dora;
    private SampleBrowser browser;

    @BeforeAll
    static void start() {
        pds = RealPds.start();
        sample = LibertySample.start(pds, ServerProcess.freePort(), directory);
    }

    @AfterAll
    static void stop() {
        sample.close();
        pds.close();
    }

    @BeforeEach
    void signIn(TestInfo test) {
        dora = account("dora", test);
        browser = newBrowser().signIn(dora);
        assertThat(browser.state(dora)).isEqualTo("active");
    }

    private static TestAccount account(String name, TestInfo test) {
        String unique = Integer.toHexString(test.getDisplayName().hashCode());
        return pds.createAccount(name + unique + ".test", name + "s-password");
    }

    private static SampleBrowser newBrowser() {
        return new SampleBrowser(sample, pds);
    }

    private static List<HttpResponse<String>> actions(SampleBrowser browser, TestAccount account, JsonObject post) {
        return List.of(
                browser.posts(account),
                browser.write(account, "not mine"),
                browser.edit(account, post, "not mine"),
                browser.delete(account, post));
    }

    private static void assertForbidden(SampleBrowser browser, TestAccount account, JsonObject post) {
        assertThat(actions(browser, account, post))
                .extracting(HttpResponse::statusCode)
                .containsOnly(403);
    }

    private static List<String> textsAtPds(TestAccount account) {
        return new PdsInspector(pds.pdsUrl())
                .listRecords(account.did(), POSTS).stream()
                        .map(record -> record.getJsonObject("value").getString("text"))
                        .toList();
    }

    @Test
    void otherBrowsersCannotActForAnAccount(TestInfo test) {
        JsonObject post = SampleBrowser.written(browser.write(dora, "mine"));
        SampleBrowser eve = newBrowser().signIn(account("eve", test));
        SampleBrowser forger = new SampleBrowser(browser);
        forger.steal(eve);
        for (SampleBrowser other : List.of(newBrowser(), eve, forger)) {
            assertForbidden(other, dora, post);
        }
        assertThat(eve.signOut(dora).statusCode()).isEqualTo(403);
        assertThat(eve.forceSignOut(dora).statusCode()).isEqualTo(403);
        assertThat(forger.forceSignOut(dora).statusCode()).isEqualTo(204);
        assertThat(eve.state(dora)).isEqualTo("none");
        assertThat(browser.state(dora)).isEqualTo("active");
        assertThat(textsAtPds(dora)).containsExactly("mine");
        assertThat(browser.delete(dora, post).statusCode()).isEqualTo(200);
    }

    @Test
    void requestsOfACallAreCounted() {
        sample.close();
        sample.store(stored().toBuilder().dpopNonce("stale").build());
        sample = LibertySample.start(pds, sample.port(), directory);
        assertCall(browser.write(dora, "first"), 2, true);
        assertCall(browser.write(dora, "second"), 1, false);
    }

    private static void assertCall(HttpResponse<String> response, int requests, boolean nonceRetried) {
        JsonObject call = Wire.json(200, response).getJsonObject("call");
        assertThat(call.getInt("requests")).isEqualTo(requests);
        assertThat(call.getBoolean("nonceRetried")).isEqualTo(nonceRetried);
        assertThat(call.getBoolean("refreshed")).isFalse();
    }

    @Test
    void pagesOfOtherSitesCannotChangeAnything() {
        JsonObject post = SampleBrowser.written(browser.write(dora, "mine"));
        for (String site : List.of("cross-site", "same-site", "none")) {
            assertThat(browser.delete(dora, post, "Sec-Fetch-Site", site).statusCode())
                    .isEqualTo(403);
            assertThat(browser.signOut(dora, "Sec-Fetch-Site", site).statusCode())
                    .isEqualTo(403);
        }
        assertThat(textsAtPds(dora)).containsExactly("mine");
        assertThat(browser.delete(dora, post, "Sec-Fetch-Site", "same-origin").statusCode())
                .isEqualTo(200);
    }

    @Test
    void newSignInRevokesAccessOfOtherBrowsers() {
        JsonObject post = SampleBrowser.written(browser.write(dora, "mine"));
        SampleBrowser before = new SampleBrowser(browser);
        browser.signIn(dora);
        SampleBrowser elsewhere = newBrowser().signIn(dora);
        for (SampleBrowser old : List.of(before, browser)) {
            assertThat(old.state(dora)).isEqualTo("elsewhere");
            assertForbidden(old, dora, post);
            assertThat(old.signOut(dora).statusCode()).isEqualTo(204);
            assertThat(old.state(dora)).isEqualTo("none");
        }
        assertThat(elsewhere.state(dora)).isEqualTo("active");
        assertThat(elsewhere.edit(dora, post, "still mine").statusCode()).isEqualTo(200);
        assertThat(textsAtPds(dora)).containsExactly("still mine");
    }

    @Test
    void newSignInAfterARevocationRevokesAccessToo() {
        JsonObject post = SampleBrowser.written(browser.write(dora, "mine"));
        OAuthTokenStore copy = new InMemoryOAuthTokenStore();
        copy.save(stored());
        new Logout(PdsLogin.client(), PdsLogin.settings(pds, copy)).logout(dora.did());
        SampleBrowser elsewhere = newBrowser().signIn(dora);
        assertThat(browser.state(dora)).isEqualTo("elsewhere");
        assertForbidden(browser, dora, post);
        assertThat(elsewhere.write(dora, "also mine").statusCode()).isEqualTo(200);
    }

    @Test
    void concurrentSignInsOfABrowserKeepAllAccounts(TestInfo test) {
        TestAccount eve = account("eve", test);
        TestAccount finn = account("finn", test);
        CompletableFuture.allOf(Stream.of(eve, finn).map(browser::startSignIn).toList().stream()
                        .map(CompletableFuture::runAsync)
                        .toArray(CompletableFuture[]::new))
                .join();
        assertThat(Stream.of(dora, eve, finn).map(browser::state)).containsOnly("active");
    }

    @Test
    void unreadableSessionIsShownAndCanBeForgotten() throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + sample.sessions());
                PreparedStatement damage =
                        database.prepareStatement("UPDATE sessions SET body_json = '{' WHERE did = ?")) {
            damage.setString(1, dora.did());
            assertThat(damage.executeUpdate()).isOne();
        }
        assertThat(browser.state(dora)).isEqualTo("unreadable");
        assertThat(browser.posts(dora).statusCode()).isEqualTo(500);
        assertThat(browser.signOut(dora).statusCode()).isEqualTo(500);
        assertThat(browser.forceSignOut(dora).statusCode()).isEqualTo(204);
        assertThat(browser.state(dora)).isEqualTo("none");
        assertThat(browser.signIn(dora).state(dora)).isEqualTo("active");
    }

    private OAuthSession stored() {
        return stored(dora);
    }

    private static OAuthSession stored(TestAccount account) {
        return sample.stored(account.did()).orElseThrow();
    }

    /** Moves the account to another server, with an access token of this lifetime. */
    private void moveTo(FixedServer server, Duration lifetime) {
        move(dora, server, lifetime);
    }

    private static void move(TestAccount account, FixedServer server, Duration lifetime) {
        Instant now = Instant.now();
        OAuthSession moved = server.moved(stored(account));
        sample.store(
                moved.toBuilder().issuedAt(now).expiresAt(now.plus(lifetime)).build());
    }

    private static void assertProblem(HttpResponse<String> response, int status, String message) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("Location")).isEmpty();
        assertThat(Jsons.parse(response.body()).getString("message")).isEqualTo(message);
    }

    @Test
    void redirectsOfAccountServersAreNotForwarded() {
        for (int status : List.of(302, 304)) {
            try (FixedServer server = FixedServer.responding(status, "")) {
                moveTo(server, Duration.ofHours(1));
                assertProblem(browser.posts(dora), 502, BAD_RESPONSE);
                assertProblem(browser.write(dora, "lost"), 502, BAD_RESPONSE);
            }
        }
    }

    @Test
    void transientRefreshFailureIsABadGateway() {
        try (FixedServer server = FixedServer.responding(503, "")) {
            moveTo(server, Duration.ZERO);
            // With the issuer, the DID document would show that the account is elsewhere.
            sample.store(stored().toBuilder().issuer(null).build());
            assertProblem(browser.write(dora, "lost"), 502, BAD_RESPONSE);
        }
    }

    @Test
    void permanentRefreshFailureNamesTheConfiguration() {
        OAuthSession session = stored();
        sample.store(session.toBuilder()
                .clientKeyId("no-such-key")
                .expiresAt(Instant.now())
                .build());
        assertProblem(
                browser.write(dora, "lost"),
                500,
                "The account's server does not accept this application's configuration. See this server's log.");
    }

    @Test
    void recordWithAnInvalidUriHidesNoOther() {
        String posts = """
                {"records":[{"uri":"at://x/y","cid":"c1","value":{"text":"odd"}},
                 {"uri":"at://x/app.bsky.feed.post/k","cid":"c2","value":{"text":"even","createdAt":3}}]}""";
        try (FixedServer server = FixedServer.responding(200, posts)) {
            moveTo(server, Duration.ofHours(1));
            assertThat(Wire.json(200, browser.posts(dora)).getJsonArray("posts"))
                    .extracting(post -> ((JsonObject) post).getString("text"))
                    .containsExactly("odd", "even");
        }
    }

    @Test
    void writtenPostWithAnInvalidUriIsNoFailure() {
        try (FixedServer server = FixedServer.responding(200, "{\"uri\":\"at://x/y\",\"cid\":\"c\"}")) {
            moveTo(server, Duration.ofHours(1));
            JsonObject post = SampleBrowser.written(browser.write(dora, "mine"));
            assertThat(post.getString("text")).isEqualTo("mine");
            assertThat(post).doesNotContainKey("rkey");
        }
    }

    @Test
    void concurrentCallsOfAnAccountAreLimited(TestInfo test) {
        TestAccount eve = account("eve", test);
        browser.signIn(eve);
        int most = 4;
        try (FixedServer server = FixedServer.holding(most, "{\"records\":[]}")) {
            moveTo(server, Duration.ofHours(1));
            var held = callsOf(dora, most).toList();
            server.awaitRequests();
            assertProblem(browser.posts(dora), 429, TOO_MANY);
            assertThat(browser.posts(eve).statusCode()).isEqualTo(200);
            server.release();
            succeed(held);
            assertThat(browser.posts(dora).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void concurrentCallsOfAllAccountsAreLimited(TestInfo test) {
        int most = 24;
        int ofEach = 4;
        List<TestAccount> others = Stream.of("eve", "finn", "gina", "hugo", "ines", "jack")
                .map(name -> account(name, test))
                .toList();
        try (FixedServer one = FixedServer.holding(most / 2, "{\"records\":[]}").promptAtFirst();
                FixedServer two =
                        FixedServer.holding(most / 2, "{\"records\":[]}").promptAtFirst()) {
            for (int i = 0; i < others.size(); i++) {
                browser.signIn(others.get(i));
                move(others.get(i), i % 2 == 0 ? one : two, Duration.ofHours(1));
            }
            assertThat(browser.posts(others.get(0)).statusCode()).isEqualTo(200);
            assertThat(browser.posts(others.get(1)).statusCode()).isEqualTo(200);
            var held = others.stream().flatMap(other -> callsOf(other, ofEach)).toList();
            assertThat(held).hasSize(most);
            one.awaitRequests();
            two.awaitRequests();
            assertProblem(browser.posts(dora), 429, TOO_MANY);
            one.release();
            two.release();
            succeed(held);
            assertThat(browser.posts(dora).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void newServersLeavePlacesForPromptOnes(TestInfo test) {
        List<TestAccount> slow = Stream.of("eve", "finn", "gina", "hugo")
                .map(name -> account(name, test))
                .toList();
        assertThat(browser.posts(dora).statusCode()).isEqualTo(200);
        try (FixedServer one = FixedServer.holding(8, "{\"records\":[]}");
                FixedServer two = FixedServer.holding(4, "{\"records\":[]}");
                FixedServer three = FixedServer.holding(1, "{\"records\":[]}")) {
            slow.forEach(browser::signIn);
            move(slow.get(0), one, Duration.ofHours(1));
            move(slow.get(1), one, Duration.ofHours(1));
            move(slow.get(2), two, Duration.ofHours(1));
            move(slow.get(3), three, Duration.ofHours(1));
            var held = slow.stream()
                    .limit(3)
                    .flatMap(account -> callsOf(account, 4))
                    .toList();
            one.awaitRequests();
            two.awaitRequests();
            assertProblem(browser.posts(slow.get(3)), 429, TOO_MANY);
            assertThat(browser.posts(dora).statusCode()).isEqualTo(200);
            one.release();
            two.release();
            succeed(held);
        }
    }

    @Test
    void slowServerLeavesPlacesForOthers(TestInfo test) {
        int most = 12;
        List<TestAccount> slow = Stream.of("eve", "finn", "gina", "hugo")
                .map(name -> account(name, test))
                .toList();
        assertThat(browser.posts(dora).statusCode()).isEqualTo(200);
        try (FixedServer server = FixedServer.holding(most, "{\"records\":[]}")) {
            for (TestAccount account : slow) {
                browser.signIn(account);
                move(account, server, Duration.ofHours(1));
            }
            var held = slow.stream()
                    .limit(3)
                    .flatMap(account -> callsOf(account, 4))
                    .toList();
            server.awaitRequests();
            assertProblem(browser.posts(slow.get(3)), 429, TOO_MANY);
            assertThat(browser.posts(dora).statusCode()).isEqualTo(200);
            server.release();
            succeed(held);
        }
    }

    /** Starts concurrent calls. */
    private Stream<CompletableFuture<HttpResponse<String>>> callsOf(TestAccount account, int calls) {
        return Stream.generate(() -> OwnThread.supply(() -> browser.posts(account)))
                .limit(calls);
    }

    private static void succeed(List<CompletableFuture<HttpResponse<String>>> calls) {
        assertThat(calls)
                .extracting(CompletableFuture::join)
                .extracting(HttpResponse::statusCode)
                .containsOnly(200);
    }
}
