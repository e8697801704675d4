package dev.idiolect.oauth.cli;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Describes unknown arguments without repeating their values. Picocli would print all values, and a value after a
 * misspelled option may be a password.
 */
final class UnknownArguments {

    // Too short for an app password.
    private static final Pattern LIKE_A_COMMAND = Pattern.compile("[a-z]{1,12}");
    private static final Pattern LIKE_AN_OPTION = Pattern.compile("--?[a-z]+(-[a-z]+)*");
    private static final String PASSWORD_OPTION = "--app-password";

    private UnknownArguments() {}

    /** Returns a message if unknown arguments caused the error. */
    static Optional<String> in(ParameterException e) {
        return e instanceof UnmatchedArgumentException unmatched ? Optional.of(describe(unmatched)) : Optional.empty();
    }

    private static String describe(UnmatchedArgumentException e) {
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
                ? "Unexpected arguments: every value needs an option before it" + example(e.getCommandLine())
                : options.stream().map(option -> unknown(option, e)).collect(Collectors.joining(" "));
    }

    // Does not repeat the arguments, because one can be a password.
    private static String example(CommandLine command) {
        return command.getCommandSpec().findOption("--handle") == null ? "" : ", such as --handle alice.example.com";
    }

    private static boolean isOption(String argument) {
        return argument.startsWith("-");
    }

    private static String unknown(String option, UnmatchedArgumentException e) {
        CommandLine command = e.getCommandLine();
        if (!LIKE_AN_OPTION.matcher(option).matches()) {
            return command.getCommandSpec().findOption(PASSWORD_OPTION) == null
                    ? "Unknown option"
                    : "Unknown option. A password that begins with a hyphen needs " + PASSWORD_OPTION + "=VALUE";
        }
        return "Unknown option " + option
                + similar(command, option).map(UnknownArguments::question).orElse("");
    }

    private static Optional<String> similar(CommandLine command, String option) {
        return new UnmatchedArgumentException(command, List.of(option))
                .getSuggestions().stream().filter(UnknownArguments::isOption).findFirst();
    }

    /** Suggests a subcommand with that name, or else a command with a similar name. */
    private static String suggestion(String word, UnmatchedArgumentException e) {
        Stream<String> below = e.getCommandLine().getSubcommands().entrySet().stream()
                .filter(group -> group.getValue().getSubcommands().containsKey(word))
                .map(group -> group.getKey() + " " + word);
        return Stream.concat(below, e.getSuggestions().stream())
                .findFirst()
                .map(UnknownArguments::question)
                .orElse("");
    }

    private static String question(String suggestion) {
        return ". Did you mean " + suggestion + "?";
    }
}
