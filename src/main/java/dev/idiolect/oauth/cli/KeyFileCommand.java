package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.seal.internal.SealException;
import jakarta.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that changes the file with the encryption keys, and no session. */
abstract class KeyFileCommand implements Callable<Integer> {

    private final CliEnvironment environment;
    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print JSON to standard output, without secrets.")
    private boolean json;

    @Mixin
    private KeyFileOption keyFile = new KeyFileOption();

    KeyFileCommand(CliEnvironment environment, Console console) {
        this.environment = environment;
        this.console = console;
    }

    @Override
    public final Integer call() {
        CommandLine command = Objects.requireNonNull(spec, "picocli").commandLine();
        Path file = keyFile.file(command, environment.variables());
        KeyFiles.Lock lock = KeyFiles.lock(file);
        try {
            String id = change(file, KeySets.read(file), console);
            if (json) {
                print(command.getOut(), id, file);
            }
        } catch (SealException e) {
            throw KeySets.invalid(e);
        } finally {
            lock.close();
        }
        return ExitCode.OK;
    }

    /**
     * Changes the file.
     *
     * @return the id of the key that was added or moved
     * @throws SealException if the keys are invalid
     */
    abstract String change(Path file, String jwks, Console console) throws SealException;

    final CliEnvironment environment() {
        return environment;
    }

    private static void print(PrintWriter out, String id, Path file) {
        out.println(JsonOutput.format(Json.createObjectBuilder()
                .add("key", id)
                .add("keys", Json.createArrayBuilder(KeySets.ids(KeySets.read(file))))
                .build()));
        out.flush();
    }
}
