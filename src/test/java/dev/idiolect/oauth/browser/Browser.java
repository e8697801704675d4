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
 * A person's browser, new for each test: headless Chromium with an empty profile. Register it in a field with
 * {@code @RegisterExtension}. When a test fails, what the person last saw is in {@code target/browser}, as a picture and as
 * HTML. Every wait ends after 15 s with an error.
 */
public final class Browser implements BeforeEachCallback, AfterEachCallback {

    private static final Path PICTURES = Path.of(System.getProperty("basedir", ""), "target", "browser");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

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
                keep(name);
            }
        }
    }

    private void keep(String name) {
        try {
            screenshot(name);
            Files.writeString(PICTURES.resolve(name + ".html"), driver().getPageSource());
        } catch (IOException | WebDriverException e) {
            System.err.println("no picture of " + name + ": " + e.getMessage());
        }
    }

    /** What drives it, for what is not offered here. */
    public WebDriver driver() {
        return chromium.driver();
    }

    /** Makes the page so wide and high, in CSS pixels; a window can't be as narrow as a phone. */
    public void size(int width, int height) {
        ((HasCdp) driver())
                .executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Goes to an address and waits until its page has loaded. */
    public void open(String url) {
        driver().get(url);
    }

    /** The address that the person sees. */
    public String url() {
        return driver().getCurrentUrl();
    }

    /** All text that the person sees. */
    public String text() {
        return see(By.tagName("body")).getText();
    }

    /** Waits until an element is to be seen. */
    public WebElement see(By what) {
        return patiently().until(ExpectedConditions.visibilityOfElementLocated(what));
    }

    /** Waits until the page says something. */
    public void seeText(String text) {
        patiently().until(ExpectedConditions.textToBePresentInElementLocated(By.tagName("body"), text));
    }

    /** Waits until the address begins with something. */
    public void arriveAt(String prefix) {
        patiently().until(ExpectedConditions.urlMatches("^" + Pattern.quote(prefix)));
    }

    /** Clicks the button that says exactly this, once it can be clicked. */
    public void press(String button) {
        patiently()
                .until(ExpectedConditions.elementToBeClickable(
                        By.xpath("//button[normalize-space()='" + button + "']")))
                .click();
    }

    /** Types text and keys at the keyboard, wherever the focus is. */
    public void type(CharSequence... keys) {
        new Actions(driver()).sendKeys(keys).perform();
    }

    private Wait<WebDriver> patiently() {
        return new WebDriverWait(driver(), PATIENCE, Duration.ofMillis(50));
    }

    /** What was written to the pages' consoles as an error, by the browser or a script, since this was asked last. */
    public List<String> consoleErrors() {
        return driver().manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Keeps a picture of the window in {@code target/browser}; returns the file. */
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
