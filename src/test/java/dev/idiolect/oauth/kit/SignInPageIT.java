package dev.idiolect.oauth.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.browser.Browser;
import dev.idiolect.oauth.browser.Callback;
import dev.idiolect.oauth.testkit.AtprotoAccount;
import dev.idiolect.oauth.testkit.AtprotoServer;
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

/** The sign-in page of the test server in a browser: by keyboard, on a phone and a desktop, light and dark. */
@Timeout(120)
class SignInPageIT {

    @RegisterExtension
    final Browser browser = new Browser();

    private final AtprotoServer server = AtprotoServer.start();
    private final AtprotoAccount alice = server.account("alice.test");
    private final KitApp app = new KitApp(server);
    private final Callback callback = new Callback();

    @AfterEach
    void close() {
        callback.close();
        app.close();
        server.close();
    }

    private void begin(String account) {
        browser.open(app.flow.begin(account, callback.url()).url().toString());
    }

    private Map<String, String> parameters() {
        browser.arriveAt(callback.url());
        return callback.parameters();
    }

    private WebElement focused() {
        return browser.driver().switchTo().activeElement();
    }

    @Test
    void userSignsInByKeyboard() {
        begin("alice.test");
        assertThat(focused().getAccessibleName()).isEqualTo("Password");
        browser.type("wrong", Keys.ENTER);
        browser.seeText("No account has this handle and password.");
        assertThat(focused().getAccessibleName()).isEqualTo("Password");
        browser.type(alice.password(), Keys.ENTER);
        assertThat(app.flow.complete(parameters()).did()).isEqualTo(alice.did());
        server.assertNoViolations();
    }

    @Test
    void userChoosesTheAccountAtTheServer() {
        begin(server.pdsUrl());
        WebElement name = browser.see(By.id("name"));
        name.clear();
        name.sendKeys("bob.test");
        browser.type(Keys.TAB, server.account("bob.test").password());
        browser.press("Sign in and allow");
        assertThat(app.flow.complete(parameters()).handle()).isEqualTo("bob.test");
        server.assertNoViolations();
    }

    @Test
    void userDeniesByKeyboard() {
        begin("alice.test");
        browser.type(Keys.TAB, Keys.TAB);
        assertThat(focused().getText()).isEqualTo("Deny");
        assertThat(focused().getCssValue("outline-style")).isEqualTo("solid");
        browser.type(Keys.ENTER);
        assertThat(parameters()).containsEntry("error", "access_denied");
        server.assertNoViolations();
    }

    private Object script(String script) {
        return ((JavascriptExecutor) browser.driver()).executeScript("return " + script);
    }

    private void assertShown(String name, String scheme) {
        browser.screenshot("test-server-" + name);
        // A style that the policy does not allow would be an error in the console.
        assertThat(browser.consoleErrors()).noneMatch(error -> error.contains("Content Security Policy"));
        assertThat(script("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
        assertThat((String) script("getComputedStyle(document.querySelector('main')).backgroundColor"))
                .isEqualTo(scheme.equals("dark") ? "rgb(26, 29, 35)" : "rgb(255, 255, 255)");
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
        begin("alice.test");
        // iOS zooms into fields with smaller text.
        assertThat(focused().getCssValue("font-size")).isEqualTo("16px");
        assertShown(device + "-" + scheme + "-form", scheme);
        browser.type("wrong", Keys.ENTER);
        browser.seeText("No account has this handle and password.");
        assertShown(device + "-" + scheme + "-error", scheme);
        browser.open(server.pdsUrl() + "/oauth/authorize?request_uri=x&client_id=y");
        browser.seeText("This sign-in has ended");
        assertShown(device + "-" + scheme + "-ended", scheme);
        browser.open(server.pdsUrl());
        browser.seeText("bob.test");
        assertShown(device + "-" + scheme + "-home", scheme);
        server.assertNoViolations();
    }
}
