package dev.idiolect.oauth.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Describes unknown arguments without repeating their values. Picocli would print all values, and a value after a
 * misspelled option may be a password.
 */
final class UnknownArguments {

    // Too short for an app password.
    private static final Pattern LIKE_A_COMMAND = Pattern.compile("[a-z]{1,12}");

    private UnknownArguments() {}

    static String describe(UnmatchedArgumentException e) {
        String first = e.getUnmatched().get(0);
        if (!isOption(first) && !e.getCommandLine().getSubcommands().isEmpty()) {
            return LIKE_A_COMMAND.matcher(first).matches()
                    ? "Unknown command " + first + suggestion(first, e)
                    : "Unknown command";
        }
        List<String> options = e.getUnmatched().stream()
                .filter(UnknownArguments::isOption)
                .map(argument -> argument.replaceFirst("=.*", ""))
                .toList();
        return options.isEmpty()
                ? "Unexpected arguments: every value needs an option before it"
                : options.stream().collect(Collectors.joining(", ", "Unknown option ", ""));
    }

    private static boolean isOption(String argument) {
        return argument.startsWith("-");
    }

    /** Suggests a subcommand with that name, or else a command with a similar name. */
    private static String suggestion(String word, UnmatchedArgumentException e) {
        Stream<String> below = e.getCommandLine().getSubcommands().entrySet().stream()
                .filter(group -> group.getValue().getSubcommands().containsKey(word))
                .map(group -> group.getKey() + " " + word);
        return Stream.concat(below, e.getSuggestions().stream())
                .findFirst()
                .map(command -> ". Did you mean " + command + "?")
                .orElse("");
    }
}
