package dev.idiolect.oauth.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.logging.LogManager;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * The program {@code idiolect}, run with {@code java -jar idiolect-oauth-VERSION-cli.jar oauth login --handle HANDLE}.
 */
@Command(
        name = "idiolect",
        header = "Manage AT Protocol (Bluesky) accounts.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Shell completion: source <(idiolect generate-completion)"},
        subcommands = HelpCommand.class)
final class Idiolect {

    private Idiolect() {}

    /**
     * Runs a command, then exits the JVM with its exit code.
     *
     * @param args the command-line arguments
     */
    public static void main(String[] args) {
        if (System.getProperty("java.util.logging.config.file") == null) {
            // Removes the default handlers: ConsoleLogHandler prints the library's log.
            LogManager.getLogManager().reset();
        }
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        // Not System.out, which hides why it cannot write.
        System.exit(run(CliEnvironment.system(), new FileOutputStream(FileDescriptor.out), err, args));
    }

    /** Runs a command and returns its exit code. A result that cannot be written is a failure. */
    static int run(CliEnvironment environment, OutputStream stdout, PrintWriter err, String... args) {
        ResultStream result = new ResultStream(stdout);
        PrintWriter out = new PrintWriter(result, true, Charset.defaultCharset());
        int exitCode = commandLine(environment, out, err).execute(args);
        out.flush();
        IOException failure = result.failure();
        if (failure != null) {
            new Console(err).error("Cannot write to standard output: " + failure.getMessage());
            exitCode = exitCode == ExitCode.OK ? ExitCode.FAILED : exitCode;
        }
        err.flush();
        return exitCode;
    }

    static CommandLine commandLine(CliEnvironment environment, PrintWriter out, PrintWriter err) {
        Console console = new Console(err);
        CommandLine oauth = new CommandLine(new OAuthCommand());
        for (JsonCommand command : List.of(
                new LoginCommand(environment, console),
                new ListCommand(environment, console),
                new SessionsCommand(environment, console),
                new RefreshCommand(environment, console),
                new LogoutCommand(environment, console),
                new StatusCommand(environment, console),
                new DoctorCommand(environment, console))) {
            CommandLine subcommand = new CommandLine(command);
            VerboseOption.addTo(subcommand.getCommandSpec());
            oauth.addSubcommand(subcommand);
        }
        CommandLine keys = new CommandLine(new KeysCommand());
        for (Object command : List.of(
                new KeysNewCommand(environment, console),
                new KeysAddCommand(environment, console),
                new KeysPromoteCommand(environment, console),
                new KeysRotateCommand(environment, console))) {
            CommandLine subcommand = new CommandLine(command);
            VerboseOption.addTo(subcommand.getCommandSpec());
            keys.addSubcommand(subcommand);
        }
        oauth.addSubcommand(keys);
        CommandLine completion = new CommandLine(new GenerateCompletion());
        completion.getCommandSpec().usageMessage().hidden(true);
        CommandLine idiolect =
                new CommandLine(new Idiolect()).addSubcommand(oauth).addSubcommand(completion);
        ErrorHandler errors = new ErrorHandler(console);
        addStandardOptions(idiolect);
        return idiolect.setOut(out)
                .setErr(err)
                // "@alice.test" is a handle, not a file of arguments.
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .setExecutionStrategy(result -> run(result, console));
    }

    private static int run(ParseResult result, Console console) {
        ConsoleLogHandler log = new ConsoleLogHandler(console, VerboseOption.isSet(result));
        try {
            if (isGroup(result)) {
                return missingCommand(last(result), console);
            }
            int exitCode = new RunLast().execute(result);
            console.flush();
            return exitCode;
        } finally {
            log.close();
        }
    }

    private static ParseResult last(ParseResult result) {
        return result.hasSubcommand() ? last(result.subcommand()) : result;
    }

    /** Returns whether the arguments end at a group of commands, without asking for help. */
    private static boolean isGroup(ParseResult result) {
        ParseResult last = last(result);
        return !last.commandSpec().subcommands().isEmpty()
                && !last.isUsageHelpRequested()
                && !last.isVersionHelpRequested();
    }

    private static int missingCommand(ParseResult group, Console console) {
        CommandLine command = group.commandSpec().commandLine();
        console.error("Missing command");
        command.usage(command.getErr());
        return ExitCode.USAGE;
    }

    private static void addStandardOptions(CommandLine command) {
        command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
        command.getCommandSpec().usageMessage().width(100);
        command.getSubcommands().values().forEach(Idiolect::addStandardOptions);
    }

    /** Reads the version from the jar's manifest. */
    private static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Idiolect.class.getPackage().getImplementationVersion();
            return new String[] {"idiolect " + (version == null ? "(unknown version)" : version)};
        }
    }
}
