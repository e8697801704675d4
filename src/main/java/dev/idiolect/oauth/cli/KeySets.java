package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.seal.internal.NewKeys;
import dev.idiolect.oauth.seal.internal.SealException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Reads sets of encryption keys for the commands that change them. */
final class KeySets {

    private KeySets() {}

    /**
     * Returns the keys of a file.
     *
     * @throws CommandException if it cannot be read
     */
    static String read(Path file) {
        return read(KeySource.file(file), file.toString());
    }

    /**
     * Returns the keys of a source.
     *
     * @param file the file of a new set, for the remedy
     * @throws CommandException if the source fails
     */
    static String read(KeySource keys, String file) {
        try {
            return keys.keys();
        } catch (UncheckedIOException e) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "Invalid " + KeyFileOption.NAME + ": " + e.getMessage()
                            + ". Create one with: idiolect oauth keys new --output " + file,
                    e);
        }
    }

    /**
     * Returns the ids of the keys. The first key encrypts.
     *
     * @throws CommandException if the set is invalid
     */
    static List<String> ids(String jwks) {
        try {
            return NewKeys.ids(jwks);
        } catch (SealException e) {
            throw invalid(e);
        }
    }

    static CommandException invalid(SealException e) {
        return new CommandException(ExitCode.USAGE, "Invalid " + KeyFileOption.NAME + ": " + e.getMessage(), e);
    }
}
