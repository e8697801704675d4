package dev.idiolect.oauth.cli;

import picocli.CommandLine.Command;

/** The group {@code idiolect oauth}. */
@Command(
        name = "oauth",
        header = "Sign AT Protocol accounts in and out, and manage their sessions.",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Sessions are stored as files in $IDIOLECT_SESSION_DIR, by default ~/.config/idiolect/sessions. To use them in an"
                    + " application, set idiolect.oauth.store=filesystem and idiolect.oauth.store.path to that directory.",
            ""
        },
        footer = {
            "",
            "Data are printed to standard output, messages to standard error.",
            "",
            "Examples:",
            "  idiolect oauth login --handle alice.bsky.social",
            "  idiolect oauth list",
            "  idiolect oauth logout --handle alice.bsky.social",
            "  idiolect oauth doctor --config /etc/my-app/microprofile-config.properties"
        },
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.Help.OK,
            ExitCode.Help.FAILED,
            ExitCode.Help.USAGE,
            ExitCode.Help.NO_SESSION,
            ExitCode.Help.REFUSED,
            ExitCode.Help.TRY_LATER,
            ExitCode.Help.STORE,
            ExitCode.Help.BUG,
            ExitCode.Help.INTERRUPTED
        })
final class OAuthCommand {}
