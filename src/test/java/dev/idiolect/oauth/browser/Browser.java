package dev.idiolect.oauth.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TakesScreenshot;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chromium.HasCdp;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Wait;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A new browser for each test: headless Chromium with an empty profile. Register it in a field with
 * {@code @RegisterExtension}. When a test fails, the last page is in {@code target/browser}, as a picture and as HTML. Every
 * wait fails after 15 s.
 */
public final class Browser implements BeforeEachCallback, AfterEachCallback {

    private static final Path PICTURES = Path.of(System.getProperty("basedir", ""), "target", "browser");
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private Chromium chromium;

    @Override
    public void beforeEach(ExtensionContext context) {
        chromium = Chromium.start();
        size(1280, 800);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try (Chromium closing = chromium) {
            if (closing != null && context.getExecutionException().isPresent()) {
                String name = context.getRequiredTestClass().getSimpleName() + "-"
                        + context.getRequiredTestMethod().getName();
                saveLastPage(name);
            }
        }
    }

    private void saveLastPage(String name) {
        try {
            screenshot(name);
            Files.writeString(PICTURES.resolve(name + ".html"), driver().getPageSource());
        } catch (IOException | WebDriverException e) {
            System.err.println("no picture of " + name + ": " + e.getMessage());
        }
    }

    /** Returns the driver, for functions that this class does not offer. */
    public WebDriver driver() {
        return chromium.driver();
    }

    /** Sets the size of the page in CSS pixels. A window cannot be as narrow as a phone. */
    public void size(int width, int height) {
        ((HasCdp) driver())
                .executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Opens a URL and waits until its page has loaded. */
    public void open(String url) {
        driver().get(url);
    }

    /** Returns the URL of the page. */
    public String url() {
        return driver().getCurrentUrl();
    }

    /** Returns the visible text of the page. */
    public String text() {
        return see(By.tagName("body")).getText();
    }

    /** Waits until an element is visible. */
    public WebElement see(By what) {
        return await().until(ExpectedConditions.visibilityOfElementLocated(what));
    }

    /** Waits until the page contains a text. */
    public void seeText(String text) {
        await().until(ExpectedConditions.textToBePresentInElementLocated(By.tagName("body"), text));
    }

    /** Waits until the URL starts with a prefix. */
    public void arriveAt(String prefix) {
        await().until(ExpectedConditions.urlMatches("^" + Pattern.quote(prefix)));
    }

    /** Waits for the button with this text and clicks it. */
    public void press(String button) {
        await().until(ExpectedConditions.elementToBeClickable(By.xpath("//button[normalize-space()='" + button + "']")))
                .click();
    }

    /** Types text and keys into the focused element. */
    public void type(CharSequence... keys) {
        new Actions(driver()).sendKeys(keys).perform();
    }

    private Wait<WebDriver> await() {
        return new WebDriverWait(driver(), TIMEOUT, Duration.ofMillis(50));
    }

    /** Returns the errors in the console, of the browser or a script, since the last call. */
    public List<String> consoleErrors() {
        return driver().manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Saves a picture of the page in {@code target/browser} and returns the file. */
    public Path screenshot(String name) {
        try {
            Files.createDirectories(PICTURES);
            return Files.write(
                    PICTURES.resolve(name + ".png"), ((TakesScreenshot) driver()).getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
