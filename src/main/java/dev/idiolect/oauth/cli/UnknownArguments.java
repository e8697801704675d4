package dev.idiolect.oauth.cli;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what was typed that means nothing here. Picocli would show all of it, and a word after a misspelt option may be a password. */
final class UnknownArguments {

    // App passwords are longer.
    private static final Pattern LIKE_A_COMMAND = Pattern.compile("[a-z]{1,12}");

    private UnknownArguments() {}

    static String described(UnmatchedArgumentException e) {
        String first = e.getUnmatched().get(0);
        if (!isOption(first) && !e.getCommandLine().getSubcommands().isEmpty()) {
            return LIKE_A_COMMAND.matcher(first).matches()
                    ? "There is no command " + first + suggestion(first, e)
                    : "There is no such command";
        }
        List<String> options = e.getUnmatched().stream()
                .filter(UnknownArguments::isOption)
                .map(argument -> argument.replaceFirst("=.*", ""))
                .toList();
        return options.isEmpty()
                ? "There are arguments that belong to no option"
                : options.stream().collect(Collectors.joining(", ", "Unknown option ", ""));
    }

    private static boolean isOption(String argument) {
        return argument.startsWith("-");
    }

    /** The command that was meant: by its whole name one level below, or else one here that resembles it. */
    private static String suggestion(String word, UnmatchedArgumentException e) {
        Map<String, CommandLine> commands = e.getCommandLine().getSubcommands();
        Stream<String> below = commands.keySet().stream()
                .filter(group -> commands.get(group).getSubcommands().containsKey(word))
                .map(group -> group + " " + word);
        return Stream.concat(below, e.getSuggestions().stream())
                .findFirst()
                .map(meant -> ". Did you mean " + meant + "?")
                .orElse("");
    }
}
