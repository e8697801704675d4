package dev.idiolect.oauth.pds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Installs the npm project of the test PDS, once for each content of its lock file and each version of Node.js.
 *
 * <p>A stamp inside {@code node_modules} marks a complete install. {@code npm ci} removes it first, so an interrupted install
 * has no stamp. A manual install writes it too ({@code stamp.mjs}). A file lock makes a second JVM wait for the first.
 */
final class PdsInstall {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Object ONE_AT_A_TIME = new Object();

    private PdsInstall() {}

    /** Installs the project of the working directory if needed. Uses only classes of the JDK and {@link NodeTools}. */
    public static void main(String[] args) {
        ready(project(), System.getenv().getOrDefault("PATH", ""));
    }

    /** Returns the npm project in this source tree. */
    static Path project() {
        return Path.of(System.getProperty("basedir", ""), "src", "test", "pds").toAbsolutePath();
    }

    /** Installs the project if needed, with the Node.js on this PATH. */
    static NodeTools ready(Path project, String path) {
        NodeTools tools = NodeTools.find(path);
        synchronized (ONE_AT_A_TIME) {
            try (FileChannel channel = FileChannel.open(
                            project.resolve(".install.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw new IOException("cannot lock " + project);
                }
                Path stamp = project.resolve("node_modules").resolve(".installed");
                String wanted = stamp(project, tools);
                if (!Files.exists(stamp) || !Files.readString(stamp).equals(wanted)) {
                    install(project, tools);
                    Files.createDirectories(stamp.getParent());
                    Files.writeString(stamp, wanted);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot install the test PDS in " + project, e);
            }
        }
        return tools;
    }

    private static String stamp(Path project, NodeTools tools) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Files.readAllBytes(project.resolve("package.json")));
            digest.update(Files.readAllBytes(project.resolve("package-lock.json")));
            // The native module works only with the version that it was compiled for.
            digest.update(tools.version().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void install(Path project, NodeTools tools) throws IOException {
        System.err.println("installing " + project + " (the test PDS: one to four minutes, once)");
        long start = System.nanoTime();
        Path output = Files.createTempFile("npm-ci-", ".log");
        ProcessBuilder builder = new ProcessBuilder(tools.npm().toString(), "ci", "--no-audit", "--no-fund")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().merge("PATH", tools.node().getParent().toString(), (old, node) -> node + ":" + old);
        // Optimizing SQLite takes longer than the time that the tests gain.
        for (String flags : List.of("CFLAGS", "CXXFLAGS")) {
            builder.environment().putIfAbsent(flags, "-O1");
        }
        // The number of compilers that run at once.
        builder.environment().putIfAbsent("JOBS", "2");
        Process npm = builder.start();
        Thread killer = new Thread(() -> kill(npm));
        Runtime.getRuntime().addShutdownHook(killer);
        try {
            if (!npm.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "npm ci took more than " + LIMIT.toMinutes() + " min:\n" + tail(output));
            }
            if (npm.exitValue() != 0) {
                throw new IllegalStateException("npm ci ended with " + npm.exitValue()
                        + " (it needs the npm registry, gcc, g++, make and python3):\n" + tail(output));
            }
            System.err.printf("installed it in %d s%n", (System.nanoTime() - start) / 1_000_000_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during npm ci", e);
        } finally {
            kill(npm);
            Runtime.getRuntime().removeShutdownHook(killer);
            Files.deleteIfExists(output);
        }
    }

    private static void kill(Process npm) {
        npm.descendants().forEach(ProcessHandle::destroyForcibly);
        npm.destroyForcibly();
    }

    private static String tail(Path output) throws IOException {
        String text = Files.readString(output, StandardCharsets.UTF_8);
        return text.substring(Math.max(0, text.length() - 8000));
    }
}
