package dev.idiolect.oauth.store;

import dev.idiolect.oauth.store.StoreProblem.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Finds files and directories that others than their owner have access to. */
final class SharedAccess {

    private SharedAccess() {}

    static void check(Path path, List<StoreProblem> problems) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix") || Files.isSymbolicLink(path)) {
            return;
        }
        try {
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
            if (!mode.endsWith("------")) {
                problems.add(new StoreProblem(
                        Kind.SHARED,
                        path,
                        path + " holds tokens and private keys, and others than its owner have access to it (" + mode
                                + ")",
                        "Run: chmod go= " + quoted(path)));
            }
        } catch (NoSuchFileException e) {
            // Gone since its name was read.
        }
    }

    /** As one word for a shell: whoever may write to the directory has perhaps chosen the name. */
    static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9/._:@%+=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
