package dev.idiolect.oauth.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The Chromium that tests drive.
 *
 * @param chromium the {@code chromium} executable
 * @param driver the {@code chromedriver} executable, of the same version
 */
record ChromiumTools(Path chromium, Path driver) {

    /** Finds both on a PATH, or fails with what to install. */
    static ChromiumTools find(String path) {
        return new ChromiumTools(onPath(path, "chromium"), onPath(path, "chromedriver"));
    }

    private static Path onPath(String path, String name) {
        return Arrays.stream(path.split(Pattern.quote(File.pathSeparator)))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name).toAbsolutePath())
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no " + name + " on the PATH. The tests of pages"
                        + " need Chromium and its driver: install them (Debian: apt-get install"
                        + " --no-install-recommends chromium chromium-driver)."));
    }
}
