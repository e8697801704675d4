package dev.idiolect.oauth.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.browser.Browser;
import dev.idiolect.oauth.browser.PdsPages;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.runtimes.ServerProcess;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.Jsons;
import dev.idiolect.oauth.testkit.internal.TestAccount;
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
import org.openqa.selenium.WebElement;

/** The sample in a real browser, with accounts of a real PDS. */
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
    void consoleHasNoErrors() {
        assertThat(page.consoleErrors()).isEmpty();
    }

    private static String textAtPds(String did, String uri) {
        return new PdsInspector(pds.pdsUrl())
                .getRecord(did, POSTS, uri.substring(uri.lastIndexOf('/') + 1))
                .map(record -> record.getJsonObject("value").getString("text"))
                .orElse("none");
    }

    @Test
    void userSignsInWritesEditsDeletesAndSignsOut() {
        TestAccount alice = pds.account();
        page.open();
        browser.seeText("Write posts with your Bluesky account");
        browser.seeText("you sign in at your account’s own server");
        page.signIn(alice);
        assertThat(page.accounts()).contains(alice.handle(), pds.pdsUrl(), "Signed in, access");

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
        screenshots("signed-in");

        awaitExpiredToken(alice);
        page.post("Written with a new token");
        assertThat(page.seeCall("Posted:")).contains("access had run out and was renewed");
        page.post("And one more");
        assertThat(page.seeCall("Posted: 1 request.")).doesNotContain("renewed", "repeated");

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
        page.seeSignedOut();
        assertThat(browser.text()).doesNotContain("Posts of", alice.handle());
        assertThat(sample.stored(alice.did())).isEmpty();
        assertSignedOutMessage();
        assertThat(page.focus().getDomProperty("id")).isEqualTo("handle");
        screenshots("signed-out");
        page.open();
        assertThat(browser.text()).doesNotContain("Signed out");
    }

    private void assertSignedOutMessage() {
        browser.seeText("Signed out.");
        assertThat(browser.see(By.xpath("//*[.='Signed out.']")).getAriaRole()).isEqualTo("status");
    }

    @Test
    void signOutOfOneAccountContinuesWithTheOther() {
        TestAccount dave = pds.createAccount("dave-sample.test", "daves-password");
        TestAccount erin = pds.createAccount("erin-sample.test", "erins-password");
        page.open();
        page.signIn(dave);
        page.startSignIn(erin.handle());
        new PdsPages(browser).signIn(erin);
        new PdsPages(browser).authorize();
        browser.arriveAt(sample.url());
        browser.seeText(erin.handle());
        page.seeIdle();
        browser.see(By.cssSelector("[aria-label='Sign out " + dave.handle() + "']"))
                .click();
        assertSignedOutMessage();
        assertThat(page.accounts()).contains(erin.handle()).doesNotContain(dave.handle());
        assertThat(page.focus().getText()).startsWith(erin.handle());
        page.post("Still here");
        assertThat(browser.text()).doesNotContain("Signed out");
    }

    @Test
    void pageHasAnIcon() {
        page.open();
        String icon = browser.see(By.tagName("html"))
                .findElement(By.cssSelector("link[rel=icon]"))
                .getDomProperty("href");
        HttpResponse<String> response = Wire.get(icon);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    private void awaitExpiredToken(TestAccount account) {
        Duration left = Duration.between(
                Instant.now(), sample.stored(account.did()).orElseThrow().expiresAt());
        // Not earlier, because each attempt loads the page.
        Awaitility.await()
                .pollDelay(left.isNegative() ? Duration.ZERO : left)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    page.open();
                    browser.seeText("Signed in, access");
                    return page.accounts().contains("access to be renewed");
                });
        page.seeCall("Read:");
    }

    private static void restart() {
        sample.close();
        sample = LibertySample.start(pds, sample.port(), directory);
    }

    private void screenshots(String what) {
        browser.size(390, 844);
        browser.screenshot("liberty-sample-" + what + "-phone");
        browser.size(1280, 900);
        browser.screenshot("liberty-sample-" + what + "-desktop");
        browser.size(360, 760);
        // WCAG 2.2 level AA: reflow, and 24 pixels for a target.
        assertThat(page.tooWide()).isFalse();
        assertThat(page.smallTargets()).isEmpty();
        browser.size(1280, 900);
    }

    @Test
    void failuresAreShownInPlainEnglish() {
        TestAccount bob = pds.createAccount("bob-sample.test", "bobs-password");
        page.open();
        screenshots("sign-in");

        page.startSignIn("no-such-handle.test");
        assertThat(page.problem()).isEqualTo("No account found. Check the spelling of your handle.");
        assertThat(browser.see(By.id("handle")).getDomProperty("value")).isEqualTo("no-such-handle.test");
        screenshots("unknown-handle");

        PdsPages pdsPages = new PdsPages(browser);
        page.startSignIn(bob.handle());
        pdsPages.signIn(bob);
        pdsPages.deny();
        assertThat(page.problem()).isEqualTo("You did not allow the sign-in.");

        page.signIn(bob);
        assertThat(browser.text()).doesNotContain("You did not allow");
        page.post("To be changed elsewhere");
        String uri = page.newest(".uri");
        changeElsewhere(bob, uri);
        browser.press("Edit");
        page.newest(By.cssSelector("textarea")).sendKeys(" or here");
        browser.press("Save");
        assertThat(page.problem()).isEqualTo("The post was changed elsewhere in the meantime. Reload and try again.");
        assertThat(textAtPds(bob.did(), uri)).isEqualTo("changed elsewhere");
        screenshots("edit-rejected");

        endSession(bob);
        awaitExpiredToken(bob);
        browser.see(By.id("text")).sendKeys("Too late");
        browser.press("Post");
        assertThat(page.problem()).isEqualTo("The session has ended. Sign in again.");
        assertThat(browser.see(By.id("text")).getDomProperty("value")).isEqualTo("Too late");
        assertThat(page.accounts()).contains("Ended at its server");
        screenshots("session-ended");
        browser.press("Sign in again");
        pdsPages.signIn(bob);
        pdsPages.authorize();
        browser.seeText("Posts of " + bob.handle());
    }

    @Test
    void newerSignInElsewhereLeavesAChoice() {
        TestAccount frank = pds.createAccount("frank-sample.test", "franks-password");
        page.open();
        page.signIn(frank);
        new SampleBrowser(sample, pds).signIn(frank);
        browser.see(By.id("text")).sendKeys("Not from here");
        browser.press("Post");
        browser.seeText("Another browser has signed in since");
        page.seeIdle();
        assertThat(page.accounts()).contains(frank.handle(), "Use it here", "Remove");
        assertThat(browser.see(By.cssSelector(".who")).isEnabled()).isFalse();
        assertThat(browser.see(By.id("compose")).getDomProperty("inert")).isEqualTo("true");
        screenshots("elsewhere");
        browser.press("Use it here");
        new PdsPages(browser).signIn(frank);
        new PdsPages(browser).authorize();
        browser.seeText("Posts of " + frank.handle());
        page.seeIdle();
        page.post("From here again");
    }

    @Test
    void postOfMoreThan300CharactersCannotBeSent() {
        TestAccount grace = pds.createAccount("grace-sample.test", "graces-password");
        page.open();
        page.signIn(grace);
        WebElement text = browser.see(By.id("text"));
        WebElement button = browser.see(By.cssSelector("#compose button"));
        text.sendKeys("x".repeat(301));
        browser.seeText("1 too many");
        assertThat(button.isEnabled()).isFalse();
        text.clear();
        // Each is one character to a person, and two code points.
        text.sendKeys("e\u0301".repeat(300));
        browser.seeText("0 left");
        assertThat(button.isEnabled()).isTrue();
        button.click();
        page.seeCall("Posted:");
    }

    /** Edits a post like another application of the user. */
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

    /** Revokes the session at its server without notice to the sample. */
    private static void endSession(TestAccount account) {
        OAuthTokenStore copy = new InMemoryOAuthTokenStore();
        copy.save(sample.stored(account.did()).orElseThrow());
        new Logout(PdsLogin.client(), PdsLogin.settings(pds, copy)).logout(account.did());
    }

    @Test
    void keyboardIsEnough() {
        TestAccount carol = pds.createAccount("carol-sample.test", "carols-password");
        page.open();
        browser.see(By.id("handle"));
        browser.type(carol.handle(), Keys.ENTER);
        new PdsPages(browser).signIn(carol);
        new PdsPages(browser).authorize();
        browser.seeText("Nothing posted yet.");
        page.seeIdle();

        // From the top of the page: the account, which keeps the focus when it is selected.
        browser.type(Keys.TAB);
        WebElement focused = browser.driver().switchTo().activeElement();
        assertThat(focused.getCssValue("outline-style")).isEqualTo("solid");
        assertThat(focused.getCssValue("outline-offset")).isEqualTo("2px");
        browser.type(Keys.ENTER);
        page.seeIdle();
        page.seeCall("Read:");
        // The sign-out button, the text field, its button.
        browser.type(Keys.TAB, Keys.TAB, "By keyboard", Keys.TAB, Keys.ENTER);
        page.seeCall("Posted:");
        // The post button, then Edit, whose text field gets the focus.
        browser.type(Keys.TAB, Keys.TAB, Keys.ENTER, Keys.END, " only", Keys.TAB, Keys.TAB, Keys.ENTER);
        page.seeCall("Edited:");
        assertThat(page.newest(".text")).isEqualTo("By keyboard only");
        browser.type(Keys.TAB, Keys.ENTER);
        browser.seeText("Delete this post?");
        browser.type(Keys.ESCAPE);
        assertThat(page.newest(".text")).isEqualTo("By keyboard only");
        browser.type(Keys.ENTER);
        browser.seeText("Delete this post?");
        browser.type(Keys.TAB, Keys.ENTER);
        page.seeCall("Deleted:");
        browser.seeText("Nothing posted yet.");
    }
}
