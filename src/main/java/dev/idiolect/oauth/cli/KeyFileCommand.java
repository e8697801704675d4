package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.seal.internal.SealException;
import jakarta.json.Json;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/** A command that changes the file with the encryption keys, and no session. */
abstract class KeyFileCommand extends JsonCommand {

    @Mixin
    private KeyFileOption keyFile = new KeyFileOption();

    KeyFileCommand(CliEnvironment environment, Console console) {
        super(environment, console);
    }

    @Override
    public final Integer call() {
        Path file = keyFile.file(commandLine(), environment().variables());
        KeyFiles.Lock lock = KeyFiles.lock(file);
        try {
            String id = change(file, KeySets.read(file), console());
            if (json()) {
                print(Json.createObjectBuilder()
                        .add("key", id)
                        .add("keys", Json.createArrayBuilder(KeySets.ids(KeySets.read(file))))
                        .build());
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
}
