package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.client.internal.NewClientKey;
import dev.idiolect.oauth.seal.internal.NewKeys;
import dev.idiolect.oauth.store.StoreProblem;
import dev.idiolect.oauth.store.StoreReport;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Creates a JSON Web Key Set with one key. */
@Command(
        name = "new",
        header = "Create a key.",
        description = {
            "Creates a JSON Web Key Set with one key that encrypts stored sessions: for idiolect.oauth.encryption.keys.path and"
                    + " --encryption-keys. With --client, creates a key with which a confidential client authenticates: for"
                    + " idiolect.oauth.client-keys.path.",
            "Without --output, prints the secret key to standard output.",
            "With --client and a store, also shows the client keys that the sessions of the store still need.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  idiolect oauth keys new --output /etc/my-app/encryption-keys.json",
            "  idiolect oauth keys new --client --output new-client-key.json --store jdbc \\",
            "      --store-url jdbc:postgresql://db.example.com/app --store-user app"
        },
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.Help.OK,
            ExitCode.Help.FAILED,
            ExitCode.Help.USAGE,
            ExitCode.Help.STORE,
            ExitCode.Help.BUG
        })
final class KeysNewCommand implements Callable<Integer> {

    private final CliEnvironment environment;
    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--client", description = "Create a client key (ES256) for private_key_jwt.")
    private boolean client;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write a new file that only you can read. An existing file is never replaced.")
    private @Nullable String output;

    @Mixin
    private StoreOptions storeOptions = new StoreOptions();

    KeysNewCommand(CliEnvironment environment, Console console) {
        this.environment = environment;
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec, "picocli");
        if (!storeOptions.isGiven()) {
            make(command);
            return ExitCode.OK;
        }
        if (!client) {
            throw new ParameterException(command.commandLine(), "A store requires --client");
        }
        try (CliStore store = storeOptions.store(environment.variables())) {
            // First, so that the key exists even if the store fails.
            make(command);
            return reportNeededKeys(store);
        }
    }

    private int reportNeededKeys(CliStore store) {
        SessionCounts sessions = new SessionCounts(environment.clock().instant());
        StoreReport report = store.report(sessions);
        String keys = SessionCounts.text(sessions.clientKeys());
        console.info(
                keys.isEmpty()
                        ? "No session in " + store.location() + " needs a client key."
                        : "Sessions in " + store.location() + " need client keys: " + keys
                                + ". Keep these keys, after the new one.");
        long unreadable = report.problems().stream()
                .filter(problem -> problem.kind() == StoreProblem.Kind.UNREADABLE)
                .count();
        if (unreadable == 0) {
            return ExitCode.OK;
        }
        console.error("Some sessions cannot be read, so their client keys are unknown. Run: idiolect oauth status"
                + storeOptions.asArguments());
        return ExitCode.STORE;
    }

    private void make(CommandSpec command) {
        String id = KeyIds.next(environment.clock());
        String set = client ? NewClientKey.set(id) : NewKeys.set(id);
        if (output == null) {
            PrintWriter out = command.commandLine().getOut();
            out.print(set);
            out.flush();
        } else {
            KeyFiles.create(OptionPath.absolute(command.commandLine(), "--output", output), set);
            console.info("Wrote " + output + " with the key " + id + ".");
        }
    }
}
