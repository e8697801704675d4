package dev.idiolect.oauth.cli;

import picocli.CommandLine.Command;

/** The group {@code idiolect oauth keys}. */
@Command(
        name = "keys",
        header = "Create encryption keys and client keys, and rotate encryption keys.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.Help.OK,
            ExitCode.Help.FAILED,
            ExitCode.Help.USAGE,
            ExitCode.Help.TRY_LATER,
            ExitCode.Help.STORE,
            ExitCode.Help.BUG,
            ExitCode.Help.INTERRUPTED
        })
final class KeysCommand {}
