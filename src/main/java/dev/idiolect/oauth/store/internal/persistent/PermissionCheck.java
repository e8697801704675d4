package dev.idiolect.oauth.store.internal.persistent;

import dev.idiolect.oauth.store.StoreProblem;
import dev.idiolect.oauth.store.StoreProblem.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Finds files and directories that users other than the owner can access. */
public final class PermissionCheck {

    private PermissionCheck() {}

    public static void check(Path path, List<StoreProblem> problems) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix") || Files.isSymbolicLink(path)) {
            return;
        }
        try {
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
            if (!mode.endsWith("------")) {
                problems.add(new StoreProblem(
                        Kind.PERMISSIONS, path, message(path, mode), "Run: chmod go= " + quoted(path)));
            }
        } catch (NoSuchFileException e) {
            // Deleted since the directory was listed.
        }
    }

    static String message(Path path, String mode) {
        return IoErrors.printable(path) + " contains tokens and private keys, but other users can access it (" + mode
                + ")";
    }

    /** Quotes a path for a shell. An attacker with write access to the directory can choose file names. */
    static String quoted(Path path) {
        String text = path.toString();
        if (text.matches("[A-Za-z0-9/._:@%+=-]+")) {
            return text;
        }
        // A line break cannot be pasted, so a wildcard stands for it.
        return "'" + IoErrors.printable(text.replace("'", "'\\''"), "'*'") + "'";
    }
}
