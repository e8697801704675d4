package dev.idiolect.oauth.runtimes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A runtime's process, with its log in a file. It ends with this JVM, even if the JVM is killed. */
public final class ServerProcess implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final Path log;
    private final Path directory;
    private final long started;

    private ServerProcess(Process process, Path log, Path directory, long started) {
        this.process = process;
        this.log = log;
        this.directory = directory;
        this.started = started;
    }

    /** Starts a command with a log file, and the configuration in environment variables. */
    public static ServerProcess start(ProcessBuilder command, Map<String, String> config, Path log) {
        config.forEach((key, value) -> command.environment().put(environmentName(key), value));
        try {
            Files.createDirectories(log.getParent());
            long started = System.nanoTime();
            Process process = command.redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                Watch.over(process);
            } catch (IOException e) {
                process.destroyForcibly();
                throw e;
            }
            Path directory = command.directory() == null
                    ? Path.of("")
                    : command.directory().toPath();
            return new ServerProcess(process, log, directory, started);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.command(), e);
        }
    }

    /** Returns the environment variable of a MicroProfile Config key. */
    static String environmentName(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** Returns a port that was free a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the process id of the server's JVM, which a script may have started. */
    long jvm() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .filter(started -> started.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no JVM, see " + log))
                .pid();
    }

    /** Returns the time since its start. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** Returns its working directory. */
    Path directory() {
        return directory;
    }

    /** Waits for a condition. */
    public void await(String what, Callable<Boolean> done) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(done);
    }

    /** Sends a line to the standard input of a launcher that reads commands. */
    public void send(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(log(), e);
        }
    }

    /** Returns the log so far. */
    public String log() {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process with SIGTERM, and kills it if it does not end. */
    @Override
    public void close() {
        try {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                kill();
                throw new AssertionError("did not end in " + STOP_LIMIT + ", see " + log);
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
