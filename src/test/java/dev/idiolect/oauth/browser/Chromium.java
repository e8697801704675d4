package dev.idiolect.oauth.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.remote.RemoteWebDriver;
import org.openqa.selenium.remote.http.ClientConfig;

/**
 * A headless Chromium with an empty profile, which can reach only this machine. It ends with {@link #close()} or with this
 * JVM. The flags are explained in {@code src/site/markdown/contributing.md}.
 */
final class Chromium implements AutoCloseable {

    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
            "--remote-debugging-pipe");

    /**
     * Ends the driver when stdin closes, that is with this JVM. Chromium then ends with its pipe to the driver. If the
     * driver ends by itself, stdout ends with it.
     */
    private static final String UNTIL_STDIN_ENDS =
            "exec 3<&0; \"$0\" --port=0 & driver=$!; (cat <&3; kill $driver) > /dev/null 2>&1 & wait $driver";

    /** The driver ends at once if another process has its random port at the other loopback address. */
    private static final int MAX_STARTS = 5;

    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration RESPONSE_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private static final class DriverEndedException extends IOException {

        private static final long serialVersionUID = 1L;

        DriverEndedException(Throwable cause) {
            super(cause);
        }
    }

    private final Path directory;
    private final Process process;
    private final RemoteWebDriver driver;

    private Chromium(Path directory, Process process, RemoteWebDriver driver) {
        this.directory = directory;
        this.process = process;
        this.driver = driver;
    }

    /** Starts a browser, or fails with the missing tool. */
    static Chromium start() {
        return start(ChromiumTools.find(System.getenv().getOrDefault("PATH", "")));
    }

    private static Chromium start(ChromiumTools tools) {
        for (int starts = 1; ; starts++) {
            Path directory = null;
            Process process = null;
            try {
                directory = Files.createTempDirectory("chromium-");
                process = driver(tools, directory);
                return new Chromium(directory, process, session(tools, directory, port(process)));
            } catch (IOException | RuntimeException e) {
                end(process, directory);
                if (!(e instanceof DriverEndedException) || starts == MAX_STARTS) {
                    throw new IllegalStateException("cannot start " + tools.chromium() + " with " + tools.driver(), e);
                }
            }
        }
    }

    private static Process driver(ChromiumTools tools, Path directory) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", UNTIL_STDIN_ENDS, tools.driver().toString()).redirectErrorStream(true);
        // All files of the processes are in this directory, which is deleted.
        builder.environment().put("TMPDIR", directory.toString());
        builder.environment().put("HOME", directory.toString());
        return builder.start();
    }

    private static RemoteWebDriver session(ChromiumTools tools, Path directory, int port) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(tools.chromium().toString());
        options.addArguments(FLAGS);
        options.addArguments("--user-data-dir=" + directory.resolve("profile"));
        ClientConfig limits = ClientConfig.defaultConfig()
                .baseUri(URI.create("http://127.0.0.1:" + port))
                .connectionTimeout(RESPONSE_LIMIT)
                .readTimeout(RESPONSE_LIMIT);
        RemoteWebDriver driver = (RemoteWebDriver) RemoteWebDriver.builder()
                .config(limits)
                .address(limits.baseUri())
                .oneOf(options)
                .build();
        driver.manage().timeouts().pageLoadTimeout(RESPONSE_LIMIT.minusSeconds(5));
        return driver;
    }

    private static int port(Process process) throws IOException {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Thread thread = new Thread(() -> drain(process, port), "chromedriver-stdout");
        thread.setDaemon(true);
        thread.start();
        try {
            return port.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new DriverEndedException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("chromedriver printed no port within " + START_LIMIT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void drain(Process process, CompletableFuture<Integer> port) {
        StringBuilder output = new StringBuilder();
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Matcher started = STARTED.matcher(line);
                if (started.find()) {
                    port.complete(Integer.valueOf(started.group(1)));
                } else if (!port.isDone()) {
                    output.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            output.append(e);
        }
        port.completeExceptionally(new IllegalStateException("chromedriver ended: " + output));
    }

    WebDriver driver() {
        return driver;
    }

    /** Returns the root of all processes of this browser. */
    ProcessHandle process() {
        return process.toHandle();
    }

    /** Returns the directory of the profile. */
    Path directory() {
        return directory;
    }

    /** Closes the pipe, which the end of this JVM also does. */
    void closeStdin() throws IOException {
        process.getOutputStream().close();
    }

    /** Stops Chromium, waits for its end, and deletes its files. */
    @Override
    public void close() {
        try {
            driver.quit();
        } catch (WebDriverException e) {
            // The processes are killed below.
        } finally {
            end(process, directory);
        }
    }

    private static void end(Process process, Path directory) {
        if (process != null) {
            List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                    .toList();
            try {
                process.getOutputStream().close();
                process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (IOException e) {
                // Already ended.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            all.forEach(ProcessHandle::destroyForcibly);
        }
        if (directory != null) {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        // A last process of Chromium may still write.
        for (int attempt = 0; attempt < 20 && Files.exists(directory); attempt++) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | UncheckedIOException e) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
