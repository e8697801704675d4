package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.browser.Browser;
import dev.idiolect.oauth.cdi.internal.TestApp;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chromium.HasCdp;

/** The pages of the web resource in a browser: on a phone and a desktop, light and dark, by keyboard. */
@Timeout(120)
class LoginPagesIT {

    @RegisterExtension
    final Browser browser = new Browser();

    private final WebServer web = WebServer.open();
    private final TestApp app = TestApp.start(
            Map.of(
                    "idiolect.oauth.client-id",
                    "http://localhost",
                    "idiolect.oauth.redirect-uri",
                    web.origin() + "/oauth/callback"),
            LoginApp.class);

    LoginPagesIT() {
        web.serve(app, LoginApp.class);
    }

    @AfterEach
    void stop() {
        app.close();
        web.close();
    }

    private Object script(String script) {
        return ((JavascriptExecutor) browser.driver()).executeScript("return " + script);
    }

    @ParameterizedTest
    @CsvSource({
        "phone, 375, 667, light",
        "phone, 375, 667, dark",
        "desktop, 1280, 800, light",
        "desktop, 1280, 800, dark"
    })
    void pagesFitTheScreenAndTheScheme(String device, int width, int height, String scheme) {
        browser.size(width, height);
        ((HasCdp) browser.driver()).executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", new Object[] {
            Map.of("name", "prefers-color-scheme", "value", scheme)
        }));
        browser.open(web.origin() + "/oauth/login");
        assertShown(device + "-" + scheme + "-form", scheme);
        browser.type("alice@example.com", Keys.ENTER);
        browser.seeText("This is not a handle.");
        assertShown(device + "-" + scheme + "-error", scheme);
        browser.open(web.origin() + "/oauth/callback?error=access_denied");
        browser.seeText("You did not allow the sign-in.");
        assertShown(device + "-" + scheme + "-denied", scheme);
    }

    private void assertShown(String name, String scheme) {
        browser.screenshot("login-" + name);
        // A style that the policy does not allow would be an error in the console.
        assertThat(browser.consoleErrors()).noneMatch(error -> error.contains("Content Security Policy"));
        assertThat(script("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
        assertThat((String) script("getComputedStyle(document.querySelector('main')).backgroundColor"))
                .isEqualTo(scheme.equals("dark") ? "rgb(26, 29, 35)" : "rgb(255, 255, 255)");
    }

    @Test
    void formWorksByKeyboardAndExplainsItself() {
        browser.open(web.origin() + "/oauth/login?handle=alice");
        WebElement field = browser.driver().switchTo().activeElement();
        assertThat(field.getAttribute("id")).isEqualTo("handle");
        assertThat(field.getAccessibleName()).isEqualTo("Your handle");
        // iOS zooms into fields with smaller text.
        assertThat(field.getCssValue("font-size")).isEqualTo("16px");
        assertThat(field.getCssValue("outline-style")).isEqualTo("solid");
        browser.type(Keys.ENTER);
        WebElement error = browser.see(By.id("handle-error"));
        WebElement again = browser.driver().switchTo().activeElement();
        assertThat(again.getAttribute("aria-describedby").split(" ")).contains(error.getAttribute("id"));
        assertThat(again.getAttribute("value")).isEqualTo("alice");
        browser.type(Keys.TAB);
        WebElement button = browser.driver().switchTo().activeElement();
        assertThat(button.getText()).isEqualTo("Sign in");
        assertThat(button.getCssValue("outline-style")).isEqualTo("solid");
    }
}
