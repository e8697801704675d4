package dev.idiolect.oauth.cli;

import jakarta.json.JsonStructure;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command with the option {@code --json}. */
abstract class JsonCommand implements Callable<Integer> {

    private final CliEnvironment environment;
    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print JSON to standard output, without secrets.")
    private boolean json;

    JsonCommand(CliEnvironment environment, Console console) {
        this.environment = environment;
        this.console = console;
    }

    final CliEnvironment environment() {
        return environment;
    }

    final Console console() {
        return console;
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
