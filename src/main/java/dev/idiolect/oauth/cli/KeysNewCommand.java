package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.client.internal.NewClientKey;
import dev.idiolect.oauth.seal.internal.NewKeys;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes a JSON Web Key Set with one key. */
@Command(
        name = "new",
        header = "Make a new key.",
        description = {
            "Makes a JSON Web Key Set with one key that encrypts stored sessions: for idiolect.oauth.encryption.keys.path and"
                    + " --encryption-keys. With --client, makes a key with which a confidential client authenticates: for"
                    + " idiolect.oauth.client-keys.path.",
            "Without --output, prints the secret key to standard output.",
            ""
        },
        footer = {"", "Example:", "  idiolect oauth keys new --output /etc/my-app/encryption-keys.json"},
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {ExitCode.Help.OK, ExitCode.Help.FAILED, ExitCode.Help.USAGE, ExitCode.Help.BUG})
final class KeysNewCommand implements Callable<Integer> {

    private final CliEnvironment environment;
    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--client", description = "Make a client key (ES256) for private_key_jwt.")
    private boolean client;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write a new file that only you can read. An existing file is never replaced.")
    private @Nullable String output;

    KeysNewCommand(CliEnvironment environment, Console console) {
        this.environment = environment;
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec, "picocli");
        String id = KeyIds.next(environment.clock());
        String set = client ? NewClientKey.set(id) : NewKeys.set(id);
        if (output == null) {
            PrintWriter out = command.commandLine().getOut();
            out.print(set);
            out.flush();
        } else {
            KeyFiles.create(path(command, output), set);
            console.info("Wrote " + output + " with the key " + id + ".");
        }
        return ExitCode.OK;
    }

    private static Path path(CommandSpec command, String value) {
        try {
            return Path.of(value).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new ParameterException(command.commandLine(), "Invalid --output: it is not a path", e);
        }
    }
}
