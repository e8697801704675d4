package dev.idiolect.oauth.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes files and directories that only their owner may use, and makes changes to a directory last. */
final class PrivateFiles {

    private static final Logger LOG = System.getLogger(PrivateFiles.class.getName());

    private PrivateFiles() {}

    /** Makes a directory with mode 0700, and those above it that are missing; leaves existing ones as they are. */
    static void createDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            createDirectories(parent);
        }
        try {
            Files.createDirectory(directory, mode(directory.getFileSystem(), "rwx------"));
            if (parent != null) {
                force(parent);
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    /** Makes an empty file with mode 0600 from its first moment. */
    static void createFile(Path file) throws IOException {
        Files.createFile(file, mode(file.getFileSystem(), "rw-------"));
    }

    /** Warns in the log if others than the owner may enter or read a file or directory that was there before. */
    static void warnIfShared(Path path) throws IOException {
        if (!hasModes(path.getFileSystem())) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        String text = PosixFilePermissions.toString(permissions);
        if (!text.endsWith("------")) {
            LOG.log(
                    Level.WARNING,
                    "{0} holds tokens and private keys, and others than its owner have access to it ({1}). Run: chmod go= {0}",
                    path,
                    text);
        }
    }

    /** Makes names that were added to or removed from a directory survive a power failure. */
    static void force(Path directory) throws IOException {
        if (!hasModes(directory.getFileSystem())) {
            return; // Windows opens no directory, and needs none of this.
        }
        Uninterruptibly.run(() -> {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        });
    }

    private static FileAttribute<?>[] mode(FileSystem fileSystem, String permissions) {
        return hasModes(fileSystem)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean hasModes(FileSystem fileSystem) {
        return fileSystem.supportedFileAttributeViews().contains("posix");
    }
}
