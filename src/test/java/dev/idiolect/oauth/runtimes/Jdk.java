package dev.idiolect.oauth.runtimes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JDK of this machine.
 *
 * @param home its directory
 * @param feature its feature release, such as 17
 */
record Jdk(Path home, int feature) {

    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    /** The key for the environment variable with options for every JVM that a process starts. */
    static final String OPTIONS = "jdk.java.options";

    /** Returns the JDK that runs the tests. */
    static Jdk current() {
        return new Jdk(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    /**
     * Returns the current JDK if the range includes it. Otherwise returns the first JDK in the range from variables such as
     * {@code JAVA_HOME} or {@code JAVA_HOME_21_X64}, or from the usual directory of Linux.
     */
    static Optional<Jdk> in(JdkRange range) {
        return first(
                range, Stream.concat(Stream.of(current()), found(System.getenv(), Path.of("/usr/lib/jvm")).stream()));
    }

    static Optional<Jdk> first(JdkRange range, Stream<Jdk> jdks) {
        return jdks.filter(range::includes).findFirst();
    }

    String java() {
        return home.resolve("bin/java").toString();
    }

    /** Returns the JDKs from environment variables, followed by those in a directory. */
    static List<Jdk> found(Map<String, String> environment, Path usual) {
        List<Path> homes = new ArrayList<>(environment.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("JAVA_HOME"))
                .sorted(Map.Entry.comparingByKey())
                .map(variable -> Path.of(variable.getValue()))
                .toList());
        if (Files.isDirectory(usual)) {
            try (Stream<Path> directories = Files.list(usual)) {
                directories.sorted().forEach(homes::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return homes.stream().flatMap(home -> of(home).stream()).toList();
    }

    private static Optional<Jdk> of(Path home) {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/javac")) || !Files.isRegularFile(release)) {
            return Optional.empty();
        }
        try {
            Matcher version = VERSION.matcher(Files.readString(release));
            return version.find() ? Optional.of(new Jdk(home, Integer.parseInt(version.group(1)))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
