package dev.idiolect.oauth.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.browser.Browser;
import dev.idiolect.oauth.browser.PdsPages;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.pds.Jsons;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.pds.TestAccount;
import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.runtimes.ServerProcess;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The sample as people use it: in a browser, with accounts of a real PDS. */
@Tag("liberty-sample")
@Timeout(180)
class LibertySampleIT {

    private static final String POSTS = "app.bsky.feed.post";
    private static final String FIFTEEN_SECONDS = "15000";

    @TempDir
    private static Path directory;

    private static RealPds pds;
    private static LibertySample sample;

    @RegisterExtension
    final Browser browser = new Browser();

    private final SamplePage page = new SamplePage(browser, sample.url());

    @BeforeAll
    static void start() {
        pds = RealPds.start(Map.of(RealPds.ACCESS_TOKEN_TTL_MS, FIFTEEN_SECONDS));
        sample = LibertySample.start(pds, ServerProcess.freePort(), directory);
    }

    @AfterAll
    static void stop() {
        sample.close();
        pds.close();
    }

    @AfterEach
    void theConsoleIsFreeOfErrors() {
        assertThat(page.consoleErrors()).isEmpty();
    }

    private static String textAtPds(String did, String uri) {
        return new PdsInspector(pds.pdsUrl())
                .getRecord(did, POSTS, uri.substring(uri.lastIndexOf('/') + 1))
                .map(record -> record.getJsonObject("value").getString("text"))
                .orElse("none");
    }

    @Test
    void aPersonSignsInWritesEditsDeletesRestartsAndSignsOut() {
        TestAccount alice = pds.account();
        page.open();
        page.signIn(alice);
        assertThat(page.accounts()).contains(alice.handle(), pds.pdsUrl(), "Active, token");

        page.post("Hello from Open Liberty");
        assertThat(page.newest(".text")).isEqualTo("Hello from Open Liberty");
        String uri = page.newest(".uri");
        String cid = page.newest(".cid");
        assertThat(uri).startsWith("at://" + alice.did() + "/" + POSTS + "/");
        assertThat(cid).startsWith("bafy");
        assertThat(textAtPds(alice.did(), uri)).isEqualTo("Hello from Open Liberty");

        browser.press("Edit");
        page.newest(By.cssSelector("textarea")).sendKeys(", edited");
        assertThat(page.newest(By.cssSelector("textarea")).getDomProperty("value"))
                .endsWith("edited");
        browser.press("Save");
        page.seeCall("Edited: 2 requests");
        assertThat(page.newest(".uri")).isEqualTo(uri);
        assertThat(page.newest(".cid")).startsWith("bafy").isNotEqualTo(cid);
        assertThat(textAtPds(alice.did(), uri)).isEqualTo("Hello from Open Liberty, edited");
        shoot("signed-in");

        untilTheTokenIsOver();
        page.post("Written with a new token");
        assertThat(page.seeCall("Posted:")).contains("token refreshed");
        page.post("And one more");
        assertThat(page.seeCall("Posted: 1 request,")).contains("token not refreshed", "no nonce retried");

        restart();
        page.open();
        browser.seeText("Posts of " + alice.handle());
        page.post("After a restart");
        assertThat(page.newest(".text")).isEqualTo("After a restart");
        String last = page.newest(".uri");
        browser.press("Delete");
        browser.seeText("Delete this post?");
        browser.see(By.id("question-yes")).click();
        page.seeCall("Deleted:");
        assertThat(page.newest(".text")).isEqualTo("And one more");
        assertThat(textAtPds(alice.did(), last)).isEqualTo("none");

        browser.press("Sign out");
        page.seeNobodySignedIn();
        assertThat(browser.text()).doesNotContain("Posts of", alice.handle());
        assertThat(sample.stored(alice.did())).isEmpty();
        assertSaysSignedOut();
        assertThat(page.focus().getDomProperty("id")).isEqualTo("handle");
        shoot("signed-out");
        page.open();
        assertThat(browser.text()).doesNotContain("Signed out");
    }

    private void assertSaysSignedOut() {
        browser.seeText("Signed out.");
        assertThat(browser.see(By.xpath("//*[.='Signed out.']")).getAriaRole()).isEqualTo("status");
    }

    @Test
    void whoSignsOutOfOneOfTwoAccountsGoesOnWithTheOther() {
        TestAccount dave = pds.createAccount("dave-sample.test", "daves-password");
        TestAccount erin = pds.createAccount("erin-sample.test", "erins-password");
        page.open();
        page.signIn(dave);
        page.beginSignIn(erin.handle());
        new PdsPages(browser).signIn(erin);
        new PdsPages(browser).authorize();
        browser.arriveAt(sample.url());
        browser.seeText(erin.handle());
        page.seeIdle();
        browser.see(By.cssSelector("[aria-label='Sign out " + dave.handle() + "']"))
                .click();
        assertSaysSignedOut();
        assertThat(page.accounts()).contains(erin.handle()).doesNotContain(dave.handle());
        assertThat(page.focus().getText()).startsWith(erin.handle());
        page.post("Still here");
        assertThat(browser.text()).doesNotContain("Signed out");
    }

    @Test
    void thePageHasAnIcon() {
        page.open();
        String icon = browser.see(By.tagName("html"))
                .findElement(By.cssSelector("link[rel=icon]"))
                .getDomProperty("href");
        HttpResponse<String> answer = Wire.get(icon);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    private void untilTheTokenIsOver() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    page.open();
                    browser.seeText("Active, token");
                    return page.accounts().contains("token to be refreshed");
                });
        page.seeCall("Read:");
    }

    private static void restart() {
        sample.close();
        sample = LibertySample.start(pds, sample.port(), directory);
    }

    private void shoot(String what) {
        browser.size(390, 844);
        browser.screenshot("liberty-sample-" + what + "-phone");
        browser.size(1280, 900);
        browser.screenshot("liberty-sample-" + what + "-desktop");
    }

    @Test
    void failuresAreSaidInPlainWords() {
        TestAccount bob = pds.createAccount("bob-sample.test", "bobs-password");
        page.open();
        shoot("sign-in");

        page.beginSignIn("nobody-of-that-name.test");
        assertThat(page.problem()).isEqualTo("No account was found by that name. Check its spelling.");
        assertThat(browser.see(By.id("handle")).getDomProperty("value")).isEqualTo("nobody-of-that-name.test");
        shoot("unknown-handle");

        PdsPages owner = new PdsPages(browser);
        page.beginSignIn(bob.handle());
        owner.signIn(bob);
        owner.deny();
        assertThat(page.problem()).isEqualTo("You did not allow the sign-in.");

        page.signIn(bob);
        assertThat(browser.text()).doesNotContain("You did not allow");
        page.post("To be changed elsewhere");
        String uri = page.newest(".uri");
        changeElsewhere(bob, uri);
        browser.press("Edit");
        page.newest(By.cssSelector("textarea")).sendKeys(" or here");
        browser.press("Save");
        assertThat(page.problem()).isEqualTo("The post was changed elsewhere meanwhile. Reload and try again.");
        assertThat(textAtPds(bob.did(), uri)).isEqualTo("changed elsewhere");
        shoot("edit-refused");

        endSession(bob);
        untilTheTokenIsOver();
        browser.see(By.id("text")).sendKeys("Too late");
        browser.press("Post");
        assertThat(page.problem()).isEqualTo("The session has ended. Sign in again.");
        assertThat(browser.see(By.id("text")).getDomProperty("value")).isEqualTo("Too late");
        assertThat(page.accounts()).contains("Ended at its server");
        shoot("session-ended");
        browser.press("Sign in again");
        owner.signIn(bob);
        owner.authorize();
        browser.seeText("Posts of " + bob.handle());
    }

    /** Does what another application of the account's owner does. */
    private static void changeElsewhere(TestAccount account, String uri) {
        JsonObject record = Jsons.object(
                "$type",
                POSTS,
                "text",
                "changed elsewhere",
                "createdAt",
                Instant.now().toString());
        JsonObject body = Json.createObjectBuilder(Jsons.object(
                        "repo", account.did(), "collection", POSTS, "rkey", uri.substring(uri.lastIndexOf('/') + 1)))
                .add("record", record)
                .build();
        String token = PdsLogin.appPasswordLogin(pds, account).accessJwt();
        Wire.json(
                200,
                Wire.send(HttpRequest.newBuilder(URI.create(pds.pdsUrl() + "/xrpc/com.atproto.repo.putRecord"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))));
    }

    /** Ends the session at its server, without a word to the sample. */
    private static void endSession(TestAccount account) {
        OAuthTokenStore copy = new InMemoryOAuthTokenStore();
        copy.save(sample.stored(account.did()).orElseThrow());
        new Logout(PdsLogin.client(), PdsLogin.context(pds, copy)).logout(account.did());
    }

    @Test
    void aKeyboardIsEnough() {
        TestAccount carol = pds.createAccount("carol-sample.test", "carols-password");
        page.open();
        browser.see(By.id("handle"));
        browser.type(carol.handle(), Keys.ENTER);
        new PdsPages(browser).signIn(carol);
        new PdsPages(browser).authorize();
        browser.seeText("Nothing posted yet.");
        page.seeIdle();

        // From the top of the page: the account, which keeps the focus when it is chosen.
        browser.type(Keys.TAB, Keys.ENTER);
        page.seeIdle();
        page.seeCall("Read:");
        // Signing out, the text, its button.
        browser.type(Keys.TAB, Keys.TAB, "By keyboard", Keys.TAB, Keys.ENTER);
        page.seeCall("Posted:");
        // The post's button, then Edit, in whose field the focus then is.
        browser.type(Keys.TAB, Keys.TAB, Keys.ENTER, Keys.END, " alone", Keys.TAB, Keys.TAB, Keys.ENTER);
        page.seeCall("Edited:");
        assertThat(page.newest(".text")).isEqualTo("By keyboard alone");
        browser.type(Keys.TAB, Keys.ENTER);
        browser.seeText("Delete this post?");
        browser.type(Keys.ESCAPE);
        assertThat(page.newest(".text")).isEqualTo("By keyboard alone");
        browser.type(Keys.ENTER);
        browser.seeText("Delete this post?");
        browser.type(Keys.TAB, Keys.ENTER);
        page.seeCall("Deleted:");
        browser.seeText("Nothing posted yet.");
    }
}
