package dev.idiolect.oauth.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the built jar as a user does: in its own process, with its own home directory. */
final class CliJar {

    private static final Path TARGET =
            Path.of(System.getProperty("basedir", ""), "target").toAbsolutePath();

    private static final String PSEUDO_TERMINAL = """
            import os, pty, signal, sys
            # The test runner may ignore SIGINT, and a child would inherit that.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))
            """;

    private final Path home;

    CliJar(Path home) {
        this.home = home;
    }

    /** Returns the jar; fails if it is older than the classes. */
    static Path jar() {
        try (Stream<Path> jars = Files.list(TARGET);
                Stream<Path> classes = Files.walk(TARGET.resolve("classes/dev/idiolect"))) {
            Path jar = jars.filter(file -> file.getFileName().toString().matches("idiolect-oauth-.*-cli\\.jar"))
                    .findFirst()
                    .orElse(null);
            if (jar != null) {
                FileTime built = Files.getLastModifiedTime(jar);
                if (classes.noneMatch(file -> modified(file).compareTo(built) > 0)) {
                    return jar;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("No current jar in target: run mvn package -DskipTests first");
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path sessions() {
        return home.resolve(".config/idiolect/sessions");
    }

    /** Starts {@code idiolect} with environment variables in addition to PATH and HOME. */
    CliProcess start(Map<String, String> env, String... arguments) {
        return start(List.of(), env, arguments);
    }

    /** Starts {@code idiolect} in a pseudo-terminal, which merges standard output and standard error. */
    CliProcess startInTerminal(Map<String, String> env, String... arguments) {
        return start(List.of("python3", "-c", PSEUDO_TERMINAL), env, arguments);
    }

    /** Starts {@code idiolect} in a pseudo-terminal, but with standard output redirected to a file. */
    CliProcess startInTerminal(Path out, String... arguments) {
        List<String> redirect = List.of("sh", "-c", "exec \"$@\" > '" + out + "'", "sh");
        List<String> wrapper = new ArrayList<>(List.of("python3", "-c", PSEUDO_TERMINAL));
        wrapper.addAll(redirect);
        return start(wrapper, Map.of(), arguments);
    }

    private CliProcess start(List<String> wrapper, Map<String, String> env, String... arguments) {
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", jar().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        String path = builder.environment().get("PATH");
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", path, "HOME", home.toString(), "LC_ALL", "C.UTF-8"));
        builder.environment().putAll(env);
        return CliProcess.start(builder);
    }

    /** Runs {@code idiolect} to its end with empty standard input. */
    CliProcess.Ended run(Map<String, String> env, String... arguments) {
        return start(env, arguments).closeInput().end();
    }

    CliProcess.Ended run(String... arguments) {
        return run(Map.of(), arguments);
    }
}
