package dev.idiolect.oauth.cli.internal.doctor;

import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.internal.http.SecretFile;
import dev.idiolect.oauth.store.internal.persistent.IoErrors;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a configured file of secret keys, and finds why it cannot be read and who else can read it. */
final class KeyFileCheck {

    private final ConfigKey key;
    private final String command;

    /** @param command the command that creates such a file, up to its name */
    KeyFileCheck(ConfigKey key, String command) {
        this.key = key;
        this.command = command;
    }

    /** Returns the text of the file, or null if it cannot be read. Adds what was found. */
    @Nullable
    String read(String configured, List<Finding> found) {
        Path file;
        try {
            file = Path.of(configured).toAbsolutePath();
        } catch (InvalidPathException e) {
            found.add(Finding.fail(key.key() + " is not a path", "Set it to the path of the file"));
            return null;
        }
        try {
            String text = SecretFile.read(file);
            checkPermissions(file, found);
            return text;
        } catch (NoSuchFileException e) {
            found.add(Finding.fail(
                    file + " does not exist",
                    "Correct " + key.key() + ", or create the file with: " + command + " " + file));
        } catch (AccessDeniedException e) {
            found.add(Finding.fail(
                    "the user of this command cannot read " + file,
                    "Run the command as the user of the application. If it is that user: chmod u+r " + file));
        } catch (IOException e) {
            found.add(Finding.fail(
                    "cannot read " + file + ": " + IoErrors.reason(e),
                    "Correct " + key.key() + ", or restore the file"));
        }
        return null;
    }

    /** Returns why the text of a file is not a set of keys, without the example, which a finding would hide as a key. */
    static String reason(Exception e) {
        return String.valueOf(e.getMessage()).replaceFirst(": use (a JSON Web Key Set, )?\\{\"keys\".*", "");
    }

    private static void checkPermissions(Path file, List<Finding> found) throws IOException {
        Optional<String> access;
        try {
            access = SecretFile.accessOfOthers(file);
        } catch (UnsupportedOperationException e) {
            return; // Windows.
        }
        access.ifPresent(allowed -> found.add(
                Finding.warn("every user of this machine can " + allowed + " " + file, "Run: chmod o= " + file)));
    }
}
