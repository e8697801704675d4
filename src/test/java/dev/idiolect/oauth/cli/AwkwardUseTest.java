package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that nearly fit, and machines that are set up in an unusual way. */
class AwkwardUseTest extends InProcessFixture {

    @ParameterizedTest
    @ValueSource(strings = {"login", "refresh", "logout"})
    void valueWithoutAnOptionGetsAnExample(String command) {
        assertThat(cli.run("oauth", command, "sesame.example.com")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err())
                .contains("every value needs an option before it, such as --handle alice.example.com")
                .doesNotContain("sesame");
        cli.run("oauth", "list", "sesame.example.com");
        assertThat(cli.err()).doesNotContain("--handle", "sesame");
    }

    @ParameterizedTest
    @ValueSource(strings = {"oauth list --json", "oauth status", "oauth --help"})
    void resultThatCannotBeWrittenIsAFailure(String command) throws Exception {
        try (OutputStream full = new FileOutputStream("/dev/full")) {
            assertThat(cli.run(full, command.split(" "))).isEqualTo(ExitCode.FAILED);
        }
        assertThat(cli.err()).contains("error: Cannot write to standard output: No space left on device");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "status", "refresh", "logout", "login --handle alice.example.com"})
    void directoryForADatabaseIsAUsageError(String command) {
        assertThat(cli.run(("oauth " + command + " --store sqlite --path " + home).split(" ")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).startsWith("error: " + home + " is a directory, but --store sqlite needs a file\n");
    }

    /** A user may name a file of the system by mistake. */
    @Test
    void otherFileGetsNoAdviceToRemoveIt() throws Exception {
        Path other = Files.writeString(home.resolve("other"), "127.0.0.1 localhost and more of it");
        assertThat(cli.run("oauth", "status", "--store", "sqlite", "--path", other.toString()))
                .isEqualTo(ExitCode.STORE);
        assertThat(cli.out()).contains("Choose another --path").doesNotContainIgnoringCase("remove");
    }

    /** As with a letter outside ASCII in the locale C. */
    @Test
    void pathThatTheLocaleCannotExpressIsExplained() {
        cli.run("oauth", "list", "--path", "x\0y");
        assertThat(cli.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err())
                .startsWith("error: Invalid --path x")
                .contains("LC_ALL=C.UTF-8")
                .doesNotContain("java.");
        cli.set("HOME", "/x\0y");
        assertThat(cli.run("oauth", "list")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).startsWith("error: Invalid HOME /x").contains("LC_ALL=C.UTF-8");
        cli.set(StoreOptions.VARIABLE, "/x\0y");
        assertThat(cli.run("oauth", "list")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).startsWith("error: Invalid " + StoreOptions.VARIABLE + " /x");
    }
}
