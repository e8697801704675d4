package dev.idiolect.oauth.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The option {@code --verbose}, which every command has. */
final class VerboseOption {

    private static final String NAME = "--verbose";

    private VerboseOption() {}

    static void addTo(CommandSpec command) {
        command.addOption(OptionSpec.builder(NAME)
                .arity("0")
                .description("Log each step to standard error, and the causes of a failure. Shows no secrets.")
                .build());
    }

    static boolean isSet(ParseResult result) {
        ParseResult last = result;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last.hasMatchedOption(NAME);
    }
}
