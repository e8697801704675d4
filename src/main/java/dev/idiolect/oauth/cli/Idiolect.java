package dev.idiolect.oauth.cli;

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

/** The program {@code idiolect}: {@code java -jar idiolect-oauth-VERSION-cli.jar oauth login --handle HANDLE}. */
@Command(
        name = "idiolect",
        header = "Accounts of the AT Protocol (Bluesky) at a terminal.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Shell completion: source <(idiolect generate-completion)"},
        subcommands = {HelpCommand.class, GenerateCompletion.class})
public final class Idiolect {

    private Idiolect() {}

    /**
     * Runs a command and ends this JVM with its exit code.
     *
     * @param args what was typed
     */
    public static void main(String[] args) {
        if (System.getProperty("java.util.logging.config.file") == null) {
            // Nothing in the form of a log; what the library logs is said by TalkingLog.
            LogManager.getLogManager().reset();
        }
        Charset charset = Charset.defaultCharset();
        PrintWriter out = new PrintWriter(System.out, true, charset);
        PrintWriter err = new PrintWriter(System.err, true, charset);
        int exitCode = commandLine(CliEnvironment.system(), out, err).execute(args);
        out.flush();
        err.flush();
        System.exit(exitCode);
    }

    static CommandLine commandLine(CliEnvironment around, PrintWriter out, PrintWriter err) {
        CommandLine oauth = new CommandLine(new OAuthCommand());
        for (Object command : List.of(
                new LoginCommand(around),
                new ListCommand(around),
                new RefreshCommand(around),
                new LogoutCommand(around),
                new StatusCommand(around))) {
            oauth.addSubcommand(command);
        }
        CommandLine idiolect = new CommandLine(new Idiolect()).addSubcommand(oauth);
        idiolect.getSubcommands()
                .get("generate-completion")
                .getCommandSpec()
                .usageMessage()
                .hidden(true);
        ErrorHandler failures = new ErrorHandler();
        forAll(idiolect);
        return idiolect.setOut(out)
                .setErr(err)
                // "@alice.test" is a handle, and no file of arguments.
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setExecutionStrategy(Idiolect::run);
    }

    private static int run(ParseResult result) {
        Console talk = new Console(result.commandSpec().commandLine().getErr());
        ConsoleLogHandler log = new ConsoleLogHandler(talk, VerboseOption.isSet(result));
        try {
            return new RunLast().execute(result);
        } finally {
            log.close();
        }
    }

    private static void forAll(CommandLine command) {
        command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
        command.getCommandSpec().usageMessage().width(100);
        command.getSubcommands().values().forEach(Idiolect::forAll);
    }

    /** The version that the jar's manifest has. */
    private static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Idiolect.class.getPackage().getImplementationVersion();
            return new String[] {"idiolect " + (version == null ? "(not from its jar)" : version)};
        }
    }
}
