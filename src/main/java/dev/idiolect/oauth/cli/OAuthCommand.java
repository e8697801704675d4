package dev.idiolect.oauth.cli;

import picocli.CommandLine.Command;

/** {@code idiolect oauth}, which does nothing without a command of its own. */
@Command(
        name = "oauth",
        header = "Sign accounts of the AT Protocol in and out, and look after their sessions.",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Sessions are kept as files in $IDIOLECT_SESSION_DIR, or else ~/.config/idiolect/sessions. An application with"
                    + " idiolect.oauth.store=filesystem and that idiolect.oauth.store.path uses them.",
            ""
        },
        footer = {
            "",
            "Data go to standard output, all else to standard error.",
            "",
            "Examples:",
            "  idiolect oauth login --handle alice.bsky.social",
            "  idiolect oauth list",
            "  idiolect oauth logout --handle alice.bsky.social"
        },
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.Text.DONE,
            ExitCode.Text.FAILED,
            ExitCode.Text.USAGE,
            ExitCode.Text.NO_SESSION,
            ExitCode.Text.REFUSED,
            ExitCode.Text.TRY_LATER,
            ExitCode.Text.STORE,
            ExitCode.Text.BUG,
            ExitCode.Text.INTERRUPTED
        })
final class OAuthCommand {}
