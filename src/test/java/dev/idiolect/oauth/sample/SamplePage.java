package dev.idiolect.oauth.sample;

import dev.idiolect.oauth.browser.Browser;
import dev.idiolect.oauth.browser.PdsPages;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebElement;

/** The sample's page in a real browser. */
final class SamplePage {

    private static final By FIRST_POST = By.cssSelector("#post-list .post:first-child");

    private final Browser browser;
    private final String url;

    SamplePage(Browser browser, String url) {
        this.browser = browser;
        this.url = url;
    }

    void open() {
        browser.open(url + "/");
    }

    void startSignIn(String handle) {
        WebElement field = browser.see(By.id("handle"));
        field.clear();
        field.sendKeys(handle);
        browser.press("Sign in");
    }

    /** Signs in through the pages of the account's server. */
    void signIn(TestAccount account) {
        PdsPages pds = new PdsPages(browser);
        startSignIn(account.handle());
        pds.signIn(account);
        pds.authorize();
        browser.arriveAt(url);
        browser.seeText("Posts of " + account.handle());
        seeIdle();
    }

    void post(String text) {
        seeIdle();
        browser.see(By.id("text")).sendKeys(text);
        browser.press("Post");
        seeCall("Posted:");
    }

    /** Waits until the page shows a call, and returns the whole text about it. */
    String seeCall(String beginning) {
        browser.seeText(beginning);
        seeIdle();
        return browser.see(By.id("last-call")).getText();
    }

    /** Waits until the page has finished its current action; until then it ignores others. */
    void seeIdle() {
        browser.see(By.cssSelector("body[aria-busy=false]"));
    }

    /** Waits until the page offers only the sign-in. */
    void seeSignedOut() {
        browser.see(By.xpath("//h2[normalize-space()='Sign in']"));
    }

    /** Returns the focused element. */
    WebElement focus() {
        return browser.driver().switchTo().activeElement();
    }

    /** Returns the page's console errors, except failed API requests, which the page itself shows. */
    List<String> consoleErrors() {
        return browser.consoleErrors().stream()
                .filter(error -> error.startsWith(url))
                .filter(error -> !error.startsWith(url + "/api/"))
                .toList();
    }

    String problem() {
        return browser.see(By.id("problem")).getText();
    }

    String accounts() {
        return browser.see(By.id("account-list")).getText();
    }

    /** Returns a text of the newest post, which may be folded. */
    String newest(String part) {
        return String.valueOf(
                browser.see(FIRST_POST).findElement(By.cssSelector(part)).getDomProperty("textContent"));
    }

    WebElement newest(By part) {
        return browser.see(FIRST_POST).findElement(part);
    }

    /** Returns whether the page scrolls sideways. */
    boolean tooWide() {
        return (Boolean) script("return document.documentElement.scrollWidth > innerWidth");
    }

    /** Returns what is too small to be hit with a finger. */
    List<?> smallTargets() {
        return (List<?>) script("""
                return [...document.querySelectorAll("a, button, input, textarea, summary")]
                  .filter(element => element.getClientRects().length > 0)
                  .filter(element => Math.min(element.offsetWidth, element.offsetHeight) < 24)
                  .map(element => element.outerHTML)
                """);
    }

    private Object script(String script) {
        return ((JavascriptExecutor) browser.driver()).executeScript(script);
    }
}
