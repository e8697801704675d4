package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.Documents;
import dev.idiolect.oauth.cli.CliProcess.Ended;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide shows what the command line prints; only accounts, paths, servers and times differ. */
class CommandLineGuideIT extends CliFixture {

    private static final Pattern COMMAND = Pattern.compile("(?m)^\\$ idiolect (.*)\\n((?:(?!\\$ ).*\\n)*)");
    private static final Pattern TIME = Pattern.compile("\\d+ (d|h|min|s)( \\d+ (h|min|s))?");

    @Test
    void guideShowsWhatIsPrinted() {
        String shown =
                Documents.blocks(Documents.guide("command-line"), "console").get(0);
        assertThat(shown)
                .startsWith("$ install -D target/" + CliJar.jar().getFileName() + " ~/.local/lib/idiolect.jar\n"
                        + "$ alias idiolect='java -jar ~/.local/lib/idiolect.jar'\n");
        List<String> commands = new ArrayList<>();
        Matcher command = COMMAND.matcher(shown);
        while (command.find()) {
            commands.add(command.group(1).split(" ")[1]);
            assertThat(normalized(run(command.group(1)).lines().toList()))
                    .isEqualTo(normalized(command.group(2).lines().toList()));
        }
        assertThat(commands).containsExactly("login", "list", "refresh", "status", "logout");
    }

    private String run(String line) {
        Ended ended;
        if (line.equals("oauth login --handle alice.example.com")) {
            ended = browserLogin();
        } else {
            ended = cli.run(
                    Map.of(),
                    line.replace("alice.example.com", account.handle()).split(" "));
        }
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return (ended.err() + ended.out())
                .replace(account.did(), "did:plc:ewvi7nxzyoun6zhxrhs64oiz")
                .replace(account.handle(), "alice.example.com")
                .replace(cli.sessions().toString(), "/home/alice/.config/idiolect/sessions")
                .replaceAll("http://localhost:\\d+/oauth", "https://auth.example.com/oauth")
                .replaceAll("http://localhost:\\d+", "https://pds.example.com");
    }

    private static List<String> normalized(List<String> lines) {
        return lines.stream()
                // A terminal overwrites this line.
                .filter(line -> !line.startsWith("Waiting up to"))
                .map(line -> line.replaceAll("authorize\\?\\S+", "authorize?..."))
                .map(line -> TIME.matcher(line).replaceAll("TIME"))
                .map(line -> line.replaceAll("(?<=\\S) {2,}", "  "))
                .toList();
    }
}
