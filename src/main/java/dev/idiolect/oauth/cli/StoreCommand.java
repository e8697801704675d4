package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.session.OAuthSession;
import jakarta.json.JsonStructure;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that works on a store of sessions. */
abstract class StoreCommand implements Callable<Integer> {

    private final CliEnvironment environment;
    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print JSON to standard output, without secrets.")
    private boolean json;

    @Mixin
    private StoreOptions storeOptions = new StoreOptions();

    StoreCommand(CliEnvironment environment, Console console) {
        this.environment = environment;
        this.console = console;
    }

    @Override
    public final Integer call() {
        try (CliStore store = storeOptions.store(environment.variables())) {
            return run(store, console);
        }
    }

    /** Runs the command and returns its exit code. */
    abstract int run(CliStore store, Console console);

    final CliEnvironment environment() {
        return environment;
    }

    final StoreOptions storeOptions() {
        return storeOptions;
    }

    /** Returns the advice for a session that has ended. */
    final String loginAgain(OAuthSession session) {
        return "Run: idiolect oauth login --handle " + shellSafeName(session) + storeOptions.asArguments();
    }

    // Users paste the name into a shell. A stored handle can contain any text; a DID cannot.
    private static String shellSafeName(OAuthSession session) {
        String handle = session.handle();
        return handle != null && handle.matches("[A-Za-z0-9][A-Za-z0-9.-]*") ? handle : session.did();
    }

    final boolean json() {
        return json;
    }

    final CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("picocli has not initialized this command");
        }
        return spec.commandLine();
    }

    final void print(JsonStructure data) {
        print(JsonOutput.format(data));
    }

    /** Prints lines to standard output, as they are. */
    final void print(String lines) {
        PrintWriter out = commandLine().getOut();
        out.println(lines);
        out.flush();
    }
}
