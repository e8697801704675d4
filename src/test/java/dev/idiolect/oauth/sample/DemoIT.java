package dev.idiolect.oauth.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.QuickJvm;
import dev.idiolect.oauth.pds.Wire;
import java.io.BufferedReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README's first command: the URL that it prints, and its end. */
@Tag("liberty-sample")
@Timeout(180)
class DemoIT {

    // The test runner may ignore these signals, and a child would inherit that.
    private static final String WITH_SIGNALS = """
            import os, signal, sys
            for name in (signal.SIGINT, signal.SIGHUP):
                signal.signal(name, signal.SIG_DFL)
            os.execvp(sys.argv[1], sys.argv[1:])
            """;

    @TempDir
    private Path temporary;

    /** An IDE's stop button, {@code timeout} and a cancelled CI job end only Maven, without its children. */
    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP", "KILL"})
    void allProcessesEndWithMaven(String signal) throws Exception {
        ProcessBuilder builder = maven(List.of("python3", "-c", WITH_SIGNALS, "mvn", "-q"), "exec:java@main");
        builder.environment().put("TMPDIR", temporary.toString());
        Process maven = builder.start();
        List<ProcessHandle> children = new ArrayList<>();
        List<String> output = new ArrayList<>();
        String sample = "";
        try (BufferedReader lines = maven.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line.replaceAll("\u001b\\[[0-9;]*m", ""));
                if (line.startsWith("  Open ")) {
                    sample = line.replaceFirst(" *Open *", "");
                    assertThat(Wire.get(sample).statusCode()).isEqualTo(200);
                }
                if (line.contains("Ctrl-C")) {
                    maven.descendants().forEach(children::add);
                    new ProcessBuilder("kill", "-" + signal, Long.toString(maven.pid())).start();
                }
            }
            assertThat(children).as(String.join("\n", output)).hasSizeGreaterThan(2);
            await().atMost(Duration.ofSeconds(30)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            children.forEach(ProcessHandle::destroyForcibly);
            maven.destroyForcibly();
        }
        if (!signal.equals("KILL")) {
            assertThat(output).endsWith("Stopping ...", "Stopped. The account is deleted.");
        }
        assertThat(temporary).isDirectoryNotContaining("glob:**/pds-*");
        String gone = sample;
        assertThatThrownBy(() -> Wire.get(gone)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void missingNodeIsReportedBeforeTheBuild() throws Exception {
        Path bin = Files.createDirectory(temporary.resolve("bin"));
        for (String program : List.of("sh", "uname", "dirname", "basename", "expr", "ls", "sed", "readlink", "cat")) {
            Path found = Stream.of("/bin", "/usr/bin")
                    .map(directory -> Path.of(directory, program))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(bin.resolve(program), found);
        }
        Process build = maven(List.of("/usr/bin/env", "PATH=" + bin, mavenOnPath()), "validate")
                .start();
        String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output).contains("There is no node on the PATH.", "apt-get install nodejs npm", "BUILD FAILURE");
    }

    /** Returns Maven with the profile of the demo. */
    private static ProcessBuilder maven(List<String> start, String goal) {
        List<String> command = new ArrayList<>(start);
        command.addAll(
                List.of("-B", "-ntp", "-Pdemo", "-Dmaven.repo.local=" + System.getProperty("local.repository"), goal));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Path.of(System.getProperty("basedir", ""))
                        .toAbsolutePath()
                        .toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MAVEN_OPTS", QuickJvm.options());
        return builder;
    }

    private static String mavenOnPath() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, "mvn"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow()
                .toString();
    }
}
