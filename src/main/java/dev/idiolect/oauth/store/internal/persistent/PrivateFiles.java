package dev.idiolect.oauth.store.internal.persistent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Creates files and directories that only their owner can access, and flushes directories to disk. */
public final class PrivateFiles {

    private static final Logger LOG = System.getLogger(PrivateFiles.class.getName());

    private static final int BUFFER = 8192;

    private PrivateFiles() {}

    /** Creates a directory and its missing parents with mode 0700. Existing directories keep their mode. */
    public static void createDirectories(Path directory) throws IOException {
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

    /** Creates a subdirectory of a store. The store's directory must exist. */
    public static void createSubdirectory(Path directory) throws IOException {
        Path parent = Objects.requireNonNull(directory.getParent(), "always a subdirectory");
        if (!Files.isDirectory(parent)) {
            throw new NoSuchFileException(parent.toString());
        }
        createDirectories(directory);
        requireNoLink(directory);
    }

    /**
     * Fails if a subdirectory of a store exists and is no directory. Another user could plant a symbolic link that
     * redirects tokens and deletions.
     */
    public static void requireNoLink(Path directory) throws IOException {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)
                && !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(directory.toString());
        }
    }

    /** Fails if a file exists and is no regular file. Opening a planted pipe could block forever. */
    public static void requireRegular(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is not a regular file");
        }
    }

    /**
     * Reads the beginning of a file. Call it after {@link #requireRegular} or a similar check. If another user has
     * replaced the file since, this method follows no symbolic link and reads nothing from a pipe.
     */
    public static byte[] read(Path file, int limit) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Uninterruptibly.run(() -> {
            bytes.reset();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                ByteBuffer buffer = ByteBuffer.allocate(Math.min(limit, BUFFER));
                // With a position, because such reads of a pipe fail instead of waiting for its writer.
                while (bytes.size() < limit && channel.read(buffer, bytes.size()) > 0) {
                    bytes.write(buffer.array(), 0, Math.min(buffer.position(), limit - bytes.size()));
                    buffer.clear();
                }
            }
        });
        return bytes.toByteArray();
    }

    /** Creates an empty file with mode 0600. */
    public static void createFile(Path file) throws IOException {
        createAndOpen(file).close();
    }

    /** Creates a file with mode 0600, and opens it for writing in the same step. */
    public static FileChannel createAndOpen(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                mode(file.getFileSystem(), "rw-------"));
    }

    /** Logs a warning if users other than the owner can access an existing file or directory. */
    public static void warnIfShared(Path path) throws IOException {
        if (!hasModes(path.getFileSystem())) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        String text = PosixFilePermissions.toString(permissions);
        if (!text.endsWith("------")) {
            LOG.log(
                    Level.WARNING,
                    "IDOA-0204: " + PermissionCheck.message(path, text) + ". Run: chmod go= "
                            + PermissionCheck.quoted(path));
        }
    }

    /** Flushes a directory to disk, so that added and deleted names survive a power failure. */
    public static void force(Path directory) throws IOException {
        if (!hasModes(directory.getFileSystem())) {
            return; // Windows cannot open a directory, and does not need it.
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
