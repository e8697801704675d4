package dev.idiolect.oauth.pds;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Node.js that runs the test PDS.
 *
 * @param node the {@code node} executable
 * @param npm the {@code npm} executable
 * @param version what {@code node --version} prints
 */
record NodeTools(Path node, Path npm, String version) {

    static final int OLDEST = 20;

    /** The first version that the PDS's native module does not support. */
    static final int TOO_NEW = 23;

    private static final String WHAT_TO_DO = " The tests against a real PDS need Node.js " + OLDEST
            + " to " + (TOO_NEW - 1)
            + " and npm on the PATH: install them (Debian and Ubuntu: apt-get install nodejs npm, or see"
            + " https://nodejs.org), and gcc, g++, make and python3 for the one native module.";

    /** Finds Node.js on a PATH, or fails with what to install. */
    static NodeTools find(String path) {
        Path node = onPath(path, "node")
                .orElseThrow(() -> new IllegalStateException("There is no node on the PATH." + WHAT_TO_DO));
        String version = version(node);
        Matcher major = Pattern.compile("v(\\d{1,4})\\..*").matcher(version);
        if (!major.matches()) {
            throw new IllegalStateException(
                    node + " --version printed \"" + version + "\", not a version." + WHAT_TO_DO);
        }
        int number = Integer.parseInt(major.group(1));
        if (number < OLDEST || number >= TOO_NEW) {
            throw new IllegalStateException(
                    node + " is " + version + ", too " + (number < OLDEST ? "old." : "new.") + WHAT_TO_DO);
        }
        Path npm = onPath(path, "npm")
                .orElseThrow(() -> new IllegalStateException("There is no npm on the PATH." + WHAT_TO_DO));
        return new NodeTools(node, npm, version);
    }

    private static Optional<Path> onPath(String path, String name) {
        return Arrays.stream(path.split(Pattern.quote(File.pathSeparator)))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name).toAbsolutePath())
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static String version(Path node) {
        try {
            Process process = new ProcessBuilder(node.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            try {
                process.getOutputStream().close();
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(node + " --version did not end within 20 s." + WHAT_TO_DO);
                }
                return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new IllegalStateException(node + " cannot be run: " + e.getMessage() + "." + WHAT_TO_DO, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the version of node", e);
        }
    }
}
