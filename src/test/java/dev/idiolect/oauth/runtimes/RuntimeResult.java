package dev.idiolect.oauth.runtimes;

import dev.idiolect.oauth.testkit.internal.Jsons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The result of a runtime's checks.
 *
 * @param runtime the runtime's name
 * @param version the runtime's version
 * @param checks for example "30 of 30", or the reason why none were run
 */
record RuntimeResult(String runtime, String version, String checks) {

    static final Path README = Path.of("README.md");

    static RuntimeResult run(Platform platform, int passed, int all) {
        return new RuntimeResult(platform.name(), platform.version(), passed + " of " + all);
    }

    static RuntimeResult notRun(Platform platform, String reason) {
        return new RuntimeResult(platform.name(), platform.version(), "not run: " + reason);
    }

    String row() {
        return "| " + runtime + " | " + version + " | " + checks + " |";
    }

    /** Deletes the result of an earlier build. */
    static void forget(Platform platform) {
        try {
            Files.deleteIfExists(file(platform.name()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(String runtime) {
        return Path.of("target", "runtimes", runtime.replace(' ', '-') + ".json");
    }

    /** Writes the result to the build directory. */
    void save() {
        Path file = file(runtime);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    Jsons.object("runtime", runtime, "version", version, "checks", checks)
                            .toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
