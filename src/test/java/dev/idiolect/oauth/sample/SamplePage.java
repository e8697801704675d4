package dev.idiolect.oauth.sample;

import dev.idiolect.oauth.browser.Browser;
import dev.idiolect.oauth.browser.PdsPages;
import dev.idiolect.oauth.pds.TestAccount;
import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The sample's page, in the hands of a person. */
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

    void beginSignIn(String handle) {
        WebElement field = browser.see(By.id("handle"));
        field.clear();
        field.sendKeys(handle);
        browser.press("Sign in");
    }

    /** Signs in, by the pages of the account's own server. */
    void signIn(TestAccount account) {
        PdsPages owner = new PdsPages(browser);
        beginSignIn(account.handle());
        owner.signIn(account);
        owner.authorize();
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

    /** Waits until the page says that a call was made, and returns all that it says about it. */
    String seeCall(String beginning) {
        browser.seeText(beginning);
        seeIdle();
        return browser.see(By.id("last-call")).getText();
    }

    /** Waits until the page is done with what was asked before; until then it takes no other wish. */
    void seeIdle() {
        browser.see(By.cssSelector("body[aria-busy=false]"));
    }

    /** Waits until the page offers nothing but to sign in. */
    void seeNobodySignedIn() {
        browser.see(By.xpath("//h2[normalize-space()='Sign in']"));
    }

    /** Where the keyboard is. */
    WebElement focus() {
        return browser.driver().switchTo().activeElement();
    }

    /** What the page has said to its console about itself, but for answers that it goes on to show. */
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

    /** What is shown of the newest post. */
    String newest(String part) {
        return browser.see(FIRST_POST).findElement(By.cssSelector(part)).getText();
    }

    WebElement newest(By part) {
        return browser.see(FIRST_POST).findElement(part);
    }
}
