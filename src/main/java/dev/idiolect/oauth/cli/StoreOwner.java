package dev.idiolect.oauth.cli;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.idiolect.oauth.store.internal.persistent.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.UUID;

/**
 * Refuses changes to a store by another user than its owner. New files belong to the user of the command, with mode 0600,
 * so the application could no longer read its sessions or open its locks. This command does not change their owner,
 * because the owner of the directory could redirect that to any file of the machine.
 */
final class StoreOwner {

    /** Reads the owner of a file. */
    interface Owners {
        UserPrincipal of(Path file, LinkOption... options) throws IOException;
    }

    private static final String ROOT = "root";

    private final Owners owners;

    StoreOwner() {
        this(Files::getOwner);
    }

    StoreOwner(Owners owners) {
        this.owners = owners;
    }

    /**
     * Checks who owns a store. Does nothing if it does not exist, or if its file system has no owners as on POSIX systems.
     *
     * @param store the directory or the database file
     * @param lockFile the file for the locks of a directory. The application has created it; another program, such as one
     *     that mounts disks, may have created the directory
     * @throws CommandException if new files would belong to another user
     */
    void require(Path store, Path lockFile) {
        if (!Files.exists(store)
                || !store.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try {
            boolean isUsed = Files.isDirectory(store) && Files.exists(lockFile, NOFOLLOW_LINKS);
            UserPrincipal owner = isUsed ? owners.of(lockFile, NOFOLLOW_LINKS) : owners.of(store);
            UserPrincipal user = user(store);
            boolean isMountPoint =
                    Files.isDirectory(store) && !isUsed && owner.getName().equals(ROOT);
            if (!owner.equals(user) && !isMountPoint) {
                throw CommandException.withAdvice(
                        ExitCode.STORE,
                        store + " belongs to the user " + owner.getName() + ", but this command runs as "
                                + user.getName() + ", whose files that user cannot read. Nothing was changed",
                        "Run the command as the owner of the store: sudo -u " + argument(owner) + " ...",
                        null);
            }
        } catch (IOException e) {
            // The store cannot be written either, and reports the reason.
        }
    }

    // Some file systems choose the owners of files themselves.
    private UserPrincipal user(Path store) throws IOException {
        Path real = store.toRealPath();
        String name = ".owner-" + UUID.randomUUID();
        Path file = Files.isDirectory(real) ? real.resolve(name) : real.resolveSibling(name);
        try {
            PrivateFiles.createFile(file);
            return owners.of(file, NOFOLLOW_LINKS);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static String argument(UserPrincipal owner) {
        // The name of a user without an account is the number.
        return owner.getName().matches("\\d+") ? "'#" + owner.getName() + "'" : owner.getName();
    }
}
