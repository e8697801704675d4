package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.seal.internal.NewKeys;
import dev.idiolect.oauth.seal.internal.SealException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** A file of encryption keys that a command changes. The command holds the lock of the file; see {@link KeyFiles#lock}. */
final class KeySetFile {

    private interface Change {
        String apply(String id, String jwks) throws SealException;
    }

    private final Path file;
    private transient String jwks;

    /**
     * Reads the file.
     *
     * @throws CommandException if it cannot be read
     */
    KeySetFile(Path file) {
        this.file = file;
        jwks = KeySets.read(file);
    }

    Path path() {
        return file;
    }

    /**
     * Returns the ids of the keys. The first key encrypts.
     *
     * @throws CommandException if the set is invalid
     */
    List<String> ids() {
        return KeySets.ids(jwks);
    }

    /**
     * Adds a new key that encrypts, and returns its id.
     *
     * @throws CommandException if the set is invalid, or if the file cannot be replaced
     */
    String addFirst(Clock clock) {
        return replace(NewKeys::before, KeyIds.next(clock));
    }

    /**
     * Adds a new key that only decrypts, and returns its id.
     *
     * @throws CommandException if the set is invalid, or if the file cannot be replaced
     */
    String addLast(Clock clock) {
        return replace(NewKeys::after, KeyIds.next(clock));
    }

    /**
     * Makes a key the one that encrypts. Returns false, and changes nothing, if it encrypts already.
     *
     * @throws CommandException if the set is invalid or has no such key, or if the file cannot be replaced
     */
    boolean promote(String id) {
        boolean changes = !ids().get(0).equals(id);
        if (changes) {
            replace(NewKeys::promote, id);
        }
        return changes;
    }

    private String replace(Change change, String id) {
        try {
            String changed = change.apply(id, jwks);
            KeyFiles.replace(file, changed);
            jwks = changed;
            return id;
        } catch (SealException e) {
            throw KeySets.invalid(e);
        }
    }
}
