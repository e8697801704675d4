package dev.idiolect.oauth.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a key the one that encrypts. */
@Command(
        name = "promote",
        header = "Make a key the one that encrypts.",
        description = {
            "Moves a key to the front of the file of --encryption-keys. All keys still decrypt. This is the second step of a"
                    + " rotation on several hosts: first give the key to every host, because a host cannot read a session"
                    + " whose key it lacks.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  idiolect oauth keys promote 2026-11-23-q4x9d \\",
            "      --encryption-keys /etc/my-app/encryption-keys.json"
        },
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.Help.OK,
            ExitCode.Help.FAILED,
            ExitCode.Help.USAGE,
            ExitCode.Help.TRY_LATER,
            ExitCode.Help.BUG
        })
final class KeysPromoteCommand extends KeyFileCommand {

    @Parameters(paramLabel = "KEY", description = "The id of the key (kid).")
    private @Nullable String keyId;

    KeysPromoteCommand(CliEnvironment environment, Console console) {
        super(environment, console);
    }

    @Override
    String change(KeySetFile keys, Console console) {
        String id = Objects.requireNonNull(keyId, "picocli");
        String when = keys.promote(id) ? "now" : "already";
        console.info("The key " + id + " in " + keys.path() + " encrypts " + when + ".");
        return id;
    }
}
