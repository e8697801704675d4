package dev.idiolect.oauth.cli;

import picocli.CommandLine.Command;

/** Adds a new key that only decrypts. */
@Command(
        name = "add",
        header = "Add a new key that only decrypts.",
        description = {
            "Adds a new key as the last one in the file of --encryption-keys. The first key still encrypts. This is the first"
                    + " step of a rotation on several hosts: copy the file to every host before the key encrypts.",
            ""
        },
        footer = {"", "Example:", "  idiolect oauth keys add --encryption-keys /etc/my-app/encryption-keys.json"},
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.Help.OK,
            ExitCode.Help.FAILED,
            ExitCode.Help.USAGE,
            ExitCode.Help.TRY_LATER,
            ExitCode.Help.BUG
        })
final class KeysAddCommand extends KeyFileCommand {

    KeysAddCommand(CliEnvironment environment, Console console) {
        super(environment, console);
    }

    @Override
    String change(KeySetFile keys, Console console) {
        String id = keys.addLast(environment().clock());
        console.info("Added the key " + id + " to " + keys.path() + ". It decrypts, but does not encrypt yet.");
        return id;
    }
}
