package dev.idiolect.oauth.cli;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.idiolect.oauth.store.internal.persistent.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Refuses changes to a store unless the user of the command owns it. New files belong to that user, with mode 0600, so the
 * application could no longer read its sessions or open its locks. This command does not change their owner, because the
 * owner of the directory could redirect that to any file of the machine.
 */
final class StoreOwner {

    /** The owner of a file. The name of a user without an account is the number. */
    record Owner(int uid, String name) {}

    /** Reads the owner of a file. */
    interface Owners {
        Owner of(Path file, LinkOption... options) throws IOException;
    }

    private static final int ROOT = 0;

    /** On Linux, it belongs to the user of this process. */
    private static final Path PROCESS = Path.of("/proc/self");

    /** The directory of a filesystem store whose old files the store deletes when it opens, and the end of their names. */
    private static final String TEMPORARY = ".tmp";

    private final Owners owners;

    StoreOwner() {
        this(StoreOwner::read);
    }

    StoreOwner(Owners owners) {
        this.owners = owners;
    }

    private static Owner read(Path file, LinkOption... options) throws IOException {
        return new Owner(
                (int) Files.getAttribute(file, "unix:uid", options),
                Files.getOwner(file, options).getName());
    }

    /**
     * Checks who owns a store. Does nothing if it does not exist, or if its file system has no owners as on Unix.
     *
     * @param store the directory or the database file
     * @param lockFile the file for the locks of a directory. The application has created it; another program, such as one
     *     that mounts disks, or an administrator may have created the directory
     * @throws CommandException if new files would belong to another user. In a directory without the lock file, only if
     *     this command runs as root, because the application may run as any other user
     */
    void require(Path store, Path lockFile) {
        if (!Files.exists(store)
                || !store.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        try {
            boolean hasLocks = Files.isDirectory(store) && Files.exists(lockFile, NOFOLLOW_LINKS);
            boolean isUsed = hasLocks || !Files.isDirectory(store);
            Owner owner = hasLocks ? owners.of(lockFile, NOFOLLOW_LINKS) : owners.of(store);
            Owner user = user(store);
            boolean isAllowed = user.uid() == owner.uid() || (!isUsed && user.uid() != ROOT);
            // Some file systems choose the owners of files themselves.
            if (!isAllowed && ownerOfNewFiles(store).uid() != owner.uid()) {
                throw refused(store, owner, user);
            }
        } catch (IOException e) {
            // The store cannot be written either, and reports the reason.
        }
    }

    private Owner user(Path store) throws IOException {
        try {
            return owners.of(PROCESS);
        } catch (NoSuchFileException e) {
            return ownerOfNewFiles(store);
        }
    }

    private Owner ownerOfNewFiles(Path store) throws IOException {
        Path file = probe(store.toRealPath());
        try {
            PrivateFiles.createFile(file);
            return owners.of(file, NOFOLLOW_LINKS);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Path probe(Path store) {
        UUID id = UUID.randomUUID();
        Path temporary = store.resolve(TEMPORARY);
        if (Files.isDirectory(temporary, NOFOLLOW_LINKS)) {
            return temporary.resolve(id + TEMPORARY);
        }
        String name = ".owner-" + id;
        return Files.isDirectory(store) ? store.resolve(name) : store.resolveSibling(name);
    }

    private static CommandException refused(Path store, Owner owner, Owner user) {
        boolean isNumber = owner.name().matches("\\d+");
        String name = isNumber ? "user " + owner.name() : owner.name();
        String argument = isNumber ? "'#" + owner.name() + "'" : owner.name();
        return CommandException.withAdvice(
                ExitCode.STORE,
                store + " belongs to " + name + ", but this command runs as " + user.name() + ": " + name
                        + " could not read the new files. Nothing was changed",
                "Use sudo -u " + argument + " ...",
                null);
    }
}
