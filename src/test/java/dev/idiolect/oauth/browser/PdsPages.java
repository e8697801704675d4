package dev.idiolect.oauth.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.testkit.internal.TestAccount;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** A user on the login pages of a real PDS. Each step waits for its page. */
public final class PdsPages {

    private static final By IDENTIFIER = By.name("username");
    private static final By PASSWORD = By.name("password");

    private final Browser browser;

    public PdsPages(Browser browser) {
        this.browser = browser;
    }

    /** Types the password; the page has already filled in the account. */
    public void signIn(TestAccount account) {
        WebElement password = browser.see(PASSWORD);
        assertThat(browser.see(IDENTIFIER).getDomProperty("value")).isEqualTo(account.handle());
        password.sendKeys(account.password(), Keys.ENTER);
    }

    /** Types handle and password on a page without a filled-in account. */
    public void signInByName(TestAccount account) {
        browser.press("Sign in");
        browser.see(IDENTIFIER).sendKeys(account.handle());
        browser.see(PASSWORD).sendKeys(account.password(), Keys.ENTER);
    }

    /** Cancels before signing in. */
    public void cancel() {
        browser.see(PASSWORD);
        browser.press("Cancel");
    }

    /** Approves the authorization request. */
    public void authorize() {
        browser.press("Authorize");
    }

    /** Denies the authorization request. */
    public void deny() {
        browser.press("Deny access");
    }
}
