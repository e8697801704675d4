package dev.idiolect.oauth.cli;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.idiolect.oauth.store.internal.persistent.IoErrors;
import dev.idiolect.oauth.store.internal.persistent.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes key files. A file contains the complete old or new keys, also after a power failure. */
final class KeyFiles {

    /** Prevents other commands from replacing the file. */
    static final class Lock implements AutoCloseable {

        private final FileChannel channel;

        private Lock(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // The lock ends with the process.
            }
        }
    }

    private KeyFiles() {}

    /**
     * Writes a new file with mode 0600. Never replaces a file.
     *
     * @throws CommandException if the file exists or cannot be written
     */
    static void create(Path file, String text) {
        try {
            write(file, text);
            forceDirectory(file);
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(
                    ExitCode.USAGE, file + " exists, and may contain keys that sessions need: choose another file", e);
        } catch (NoSuchFileException e) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "Cannot write " + file + ": the directory " + file.getParent() + " does not exist. Create it first",
                    e);
        } catch (IOException e) {
            throw failure("Cannot write " + file, e);
        }
    }

    /**
     * Replaces a file or the target of a link. The owner, the mode and, on Windows, the access control list stay
     * the same, so that the application can still read it.
     *
     * @throws CommandException if the file cannot be replaced
     */
    static void replace(Path link, String text) {
        try {
            Path file = link.toRealPath();
            Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
            try {
                write(temporary, text);
                copyAccess(file, temporary);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
            forceDirectory(file);
        } catch (IOException e) {
            throw failure("Cannot replace " + link, e);
        }
    }

    private static void copyAccess(Path file, Path replacement) throws IOException {
        PosixFileAttributeView old = view(file, PosixFileAttributeView.class);
        if (old != null) {
            copyOwner(file, replacement);
            Objects.requireNonNull(view(replacement, PosixFileAttributeView.class))
                    .setPermissions(old.readAttributes().permissions());
        }
        // Windows. Java does not show the lists of Linux.
        AclFileAttributeView list = view(file, AclFileAttributeView.class);
        if (list != null) {
            copyAcl(list, Objects.requireNonNull(view(replacement, AclFileAttributeView.class)));
        }
    }

    static void copyAcl(AclFileAttributeView old, AclFileAttributeView replacement) throws IOException {
        replacement.setAcl(old.getAcl());
    }

    private static void copyOwner(Path file, Path replacement) throws IOException {
        PosixFileAttributeView view = view(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        PosixFileAttributes old = view.readAttributes();
        PosixFileAttributeView target = Objects.requireNonNull(view(replacement, PosixFileAttributeView.class));
        PosixFileAttributes made = target.readAttributes();
        if (!made.owner().equals(old.owner())) {
            target.setOwner(old.owner());
        }
        if (!made.group().equals(old.group())) {
            target.setGroup(old.group());
        }
    }

    /**
     * Locks a key file for a change, because two changes at once would lose a key.
     *
     * @throws CommandException if another command is changing the file, or if the lock file cannot be opened
     */
    static Lock lock(Path file) {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        try {
            createLockFile(lockFile, file);
            FileChannel channel = FileChannel.open(lockFile, WRITE, NOFOLLOW_LINKS);
            if (isLocked(channel)) {
                return new Lock(channel);
            }
            channel.close();
        } catch (IOException e) {
            throw failure("Cannot lock " + lockFile, e);
        }
        throw new CommandException(
                ExitCode.TRY_LATER, "Another command is changing " + file + ": wait until it has ended");
    }

    /** Creates a lock file, unless it exists. The owner of the keys must be able to open it after a command of root. */
    private static void createLockFile(Path lockFile, Path keys) throws IOException {
        try {
            PrivateFiles.createFile(lockFile);
        } catch (FileAlreadyExistsException e) {
            return; // An earlier command has created it.
        }
        if (Files.exists(keys)) {
            try {
                copyOwner(keys.toRealPath(), lockFile);
            } catch (IOException | RuntimeException | Error e) {
                Files.deleteIfExists(lockFile);
                throw e;
            }
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // This process has the lock.
        }
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel out = PrivateFiles.createAndOpen(file)) {
            ByteBuffer rest = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
    }

    // The new file must survive a power failure before a session is encrypted with the new key.
    private static void forceDirectory(Path file) throws IOException {
        PrivateFiles.force(Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a directory"));
    }

    // Without following links: the owner of the directory could plant one for a command of root.
    private static <V extends FileAttributeView> @Nullable V view(Path file, Class<V> type) {
        return Files.getFileAttributeView(file, type, NOFOLLOW_LINKS);
    }

    private static CommandException failure(String what, IOException e) {
        return new CommandException(ExitCode.FAILED, what + ": " + IoErrors.reason(e), e);
    }
}
