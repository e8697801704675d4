package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.cli.CliProcess.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A password is never read with echo. Needs a terminal, but no server. */
@Timeout(60)
class PasswordPromptIT {

    @TempDir
    private Path home;

    @Test
    void noPasswordIsReadIfTheEchoCannotBeSwitchedOff() {
        Path out = home.resolve("out");
        try (CliProcess login = new CliJar(home)
                .startInTerminal(out, "oauth", "login", "--handle", "alice.example.com", "--app-password")) {
            Ended ended = login.end();
            assertThat(ended.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(ended.out()).contains("error: No app password").doesNotContain("(hidden)");
            assertThat(out).isEmptyFile();
        }
    }
}
