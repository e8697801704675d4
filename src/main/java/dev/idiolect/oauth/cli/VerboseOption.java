package dev.idiolect.oauth.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** {@code --verbose}, for every command. */
final class VerboseOption {

    private static final String NAME = "--verbose";

    @Option(
            names = NAME,
            description = "Say on standard error what is being done, and for a failure what led to it. No secrets.")
    private boolean verbose;

    static boolean isSet(ParseResult result) {
        ParseResult last = result;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last.hasMatchedOption(NAME);
    }
}
