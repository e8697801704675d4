package dev.idiolect.oauth.cli;

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
            KeySetFile keys = new KeySetFile(file);
            String id = change(keys, console());
            if (json()) {
                print(Json.createObjectBuilder()
                        .add("key", id)
                        .add("keys", Json.createArrayBuilder(keys.ids()))
                        .build());
            }
        } finally {
            lock.close();
        }
        return ExitCode.OK;
    }

    /**
     * Changes the file.
     *
     * @return the id of the key that was added or moved
     */
    abstract String change(KeySetFile keys, Console console);
}
