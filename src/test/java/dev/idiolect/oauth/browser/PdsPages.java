package dev.idiolect.oauth.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.pds.TestAccount;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** An account's owner on the pages that a real PDS shows at a login. Each step waits for its page. */
public final class PdsPages {

    private static final By IDENTIFIER = By.name("username");
    private static final By PASSWORD = By.name("password");

    private final Browser browser;

    public PdsPages(Browser browser) {
        this.browser = browser;
    }

    /** Types the password of the account that the page has filled in already. */
    public void signIn(TestAccount account) {
        WebElement password = browser.see(PASSWORD);
        assertThat(browser.see(IDENTIFIER).getDomProperty("value")).isEqualTo(account.handle());
        password.sendKeys(account.password(), Keys.ENTER);
    }

    /** Says who it is, on a page that does not know, and types the password. */
    public void signInByName(TestAccount account) {
        browser.press("Sign in");
        browser.see(IDENTIFIER).sendKeys(account.handle());
        browser.see(PASSWORD).sendKeys(account.password(), Keys.ENTER);
    }

    /** Changes its mind before it has signed in. */
    public void cancel() {
        browser.see(PASSWORD);
        browser.press("Cancel");
    }

    /** Lets the application in. */
    public void authorize() {
        browser.press("Authorize");
    }

    /** Keeps the application out. */
    public void deny() {
        browser.press("Deny access");
    }
}
