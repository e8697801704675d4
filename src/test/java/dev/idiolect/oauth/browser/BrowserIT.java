package dev.idiolect.oauth.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;

/** The test browser itself. */
@Timeout(60)
class BrowserIT {

    @RegisterExtension
    final Browser browser = new Browser();

    /** An ended orphan may stay in the process table, but without a command. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    @Test
    void closeEndsAllProcessesAndDeletesTheProfile() {
        Chromium chromium = Chromium.start();
        // Some processes are only for the start of Chromium and may end meanwhile.
        List<ProcessHandle> all =
                chromium.process().descendants().filter(BrowserIT::runs).toList();
        assertThat(all).hasSizeGreaterThan(3);
        assertThat(chromium.directory()).isNotEmptyDirectory();
        chromium.close();
        assertThat(chromium.process().isAlive()).isFalse();
        await().atMost(10, TimeUnit.SECONDS).until(() -> all.stream().noneMatch(BrowserIT::runs));
        assertThat(chromium.directory()).doesNotExist();
    }

    @Test
    void browserEndsWithItsParent() throws Exception {
        try (Chromium orphan = Chromium.start()) {
            ProcessHandle browser = orphan.process()
                    .descendants()
                    .filter(process -> process.info().command().orElse("").endsWith("/chromium"))
                    .findFirst()
                    .orElseThrow();
            orphan.closeStdin();
            orphan.process().onExit().get(20, TimeUnit.SECONDS);
            await().atMost(20, TimeUnit.SECONDS).until(() -> !runs(browser));
        }
    }

    @Test
    void pageSizeIsThatOfAPhoneOrADesktop() throws Exception {
        try (Callback server = new Callback()) {
            browser.open(server.url() + "?x=y");
            for (int width : List.of(390, 1280)) {
                browser.size(width, 700);
                assertThat(((JavascriptExecutor) browser.driver()).executeScript("return innerWidth"))
                        .isEqualTo((long) width);
                assertThat(ImageIO.read(browser.screenshot("width-" + width).toFile()))
                        .satisfies(picture -> assertThat(picture.getWidth()).isEqualTo(width))
                        .satisfies(picture -> assertThat(picture.getHeight()).isEqualTo(700));
            }
        }
    }

    @Test
    void formIsFilledInByKeyboard() {
        try (Callback server = new Callback()) {
            browser.open(
                    "data:text/html,<form action='" + server.url() + "'><input name=word><button>Go</button></form>");
            browser.type(Keys.TAB, "typed", Keys.TAB, Keys.ENTER);
            assertThat(server.parameters()).containsEntry("word", "typed");
        }
    }

    @Test
    void consoleErrorsAreReturnedOnce() {
        browser.open("data:text/html,<script>console.error('wrong'); console.warn('odd')</script>");
        assertThat(browser.consoleErrors()).singleElement().asString().contains("wrong");
        assertThat(browser.consoleErrors()).isEmpty();
    }

    @Test
    void onlyThisMachineIsReachable() throws Exception {
        try (Chromium chromium = Chromium.start();
                Callback server = new Callback()) {
            WebDriver driver = chromium.driver();
            driver.get(server.url() + "?x=y");
            assertThat(server.parameters()).containsEntry("x", "y");
            for (String elsewhere :
                    List.of("https://example.com/", "http://93.184.215.14/", "http://[2606:4700::1111]/")) {
                assertThatThrownBy(() -> driver.get(elsewhere))
                        .isInstanceOf(WebDriverException.class)
                        .hasMessageContaining("ERR_NAME_NOT_RESOLVED");
            }
        }
    }

    @Test
    void missingBrowserIsAnErrorWithTheFix(@TempDir Path empty) {
        assertThatThrownBy(() -> ChromiumTools.find(empty.toString()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no chromium on the PATH")
                .hasMessageContaining("apt-get install");
    }
}
