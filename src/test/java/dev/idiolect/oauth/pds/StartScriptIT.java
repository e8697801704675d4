package dev.idiolect.oauth.pds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code start.mjs} as a user runs it: its options, and what real signals leave behind. */
@Timeout(120)
class StartScriptIT {

    private static NodeTools tools;

    @TempDir
    private Path temporary;

    @BeforeAll
    static void install() {
        tools = PdsInstall.ready(PdsInstall.project(), System.getenv("PATH"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void signalDeletesTheData(String signal) throws Exception {
        Process script = start();
        try (BufferedReader out = script.inputReader()) {
            assertThat(out.readLine()).contains("pdsUrl");
            assertThat(temporary).isNotEmptyDirectory();
            kill(signal, script);
            assertEnds(script, 0);
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void signalDuringTheStartDeletesTheData() throws Exception {
        Process script = start();
        while (script.isAlive() && isEmpty(temporary)) {
            Thread.onSpinWait();
        }
        kill("INT", script);
        assertEnds(script, 0);
        assertThat(temporary).isEmptyDirectory();
    }

    /** Ctrl-C reaches the script and its parent: the parent's end closes both pipes, and it may send SIGTERM too. */
    @Test
    void ctrlCWithTheParentDeletesTheData() throws Exception {
        for (int i = 0; i < 3; i++) {
            Process script = start();
            assertThat(script.inputReader().readLine()).contains("pdsUrl");
            kill("INT", script);
            script.getInputStream().close();
            script.getErrorStream().close();
            script.getOutputStream().close();
            kill("TERM", script);
            assertEnds(script, 0);
            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Test
    void helpStartsNoServer() throws Exception {
        for (String option : List.of("--help", "-h")) {
            Process script = start(option);
            assertThat(outputAtEnd(script, 0)).startsWith("Usage: node start.mjs [--pds-port N]");
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--pds-prot 2583", "2583", "--pds-port", "--pds-port x", "--plc-port 70000"})
    void wrongArgumentsAreRefused(String arguments) throws Exception {
        Process script = start(arguments.split(" "));
        assertThat(outputAtEnd(script, 2))
                .contains(arguments.split(" ")[0], "Usage: node start.mjs")
                .doesNotContain("    at ");
        assertThat(temporary).isEmptyDirectory();
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(tools.node().toString(), "start.mjs"));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(PdsInstall.project().toFile());
        builder.environment().put("TMPDIR", temporary.toString());
        builder.environment().put("EXIT_ON_STDIN_CLOSE", "1");
        return builder.start();
    }

    private static void kill(String signal, Process script) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(script.pid())).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void assertEnds(Process script, int exitCode) throws InterruptedException {
        try {
            awaitEnd(script, exitCode);
        } finally {
            script.destroyForcibly();
        }
    }

    private static void awaitEnd(Process script, int exitCode) throws InterruptedException {
        assertThat(script.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(script.exitValue()).isEqualTo(exitCode);
    }

    /** Returns the short output of a script, which fits into the pipes. */
    private static String outputAtEnd(Process script, int exitCode) throws Exception {
        try {
            awaitEnd(script, exitCode);
            return new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    + new String(script.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            script.destroyForcibly();
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }
}
