package dev.idiolect.oauth.store.internal.persistent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An open channel of a lock file, with the identity of that file. All uses are synchronized on {@link LockFile}'s
 * monitor.
 */
final class LockChannel {

    // Keeps channels reachable: garbage collection would close them, and drop all locks of this process on the file.
    private static final Set<FileChannel> OPEN = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final @Nullable Object key;

    private LockChannel(Path file, FileChannel channel, @Nullable Object key) {
        this.file = file;
        this.channel = channel;
        this.key = key;
        OPEN.add(channel);
    }

    static LockChannel open(Path file) throws IOException {
        try {
            PrivateFiles.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // The usual case.
        }
        PrivateFiles.requireRegular(file);
        Object key = key(file);
        return new LockChannel(
                file,
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                key);
    }

    /** Locks a range. Returns null if any channel of any process has locked a part of it. */
    @Nullable
    FileLock tryLock(long position, long size, boolean shared) throws IOException {
        try {
            return channel.tryLock(position, size, shared);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Returns whether code in this JVM, of any class loader, has locked a part of the range. */
    boolean isLockedInThisJvm(long position, long size, boolean shared) throws IOException {
        try {
            FileLock lock = channel.tryLock(position, size, shared);
            if (lock != null) {
                lock.release();
            }
            return false;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    boolean isChannelOf(FileLock lock) {
        return channel.equals(lock.acquiredBy());
    }

    /** Returns whether the path still refers to the file of this channel. */
    boolean isCurrent() throws IOException {
        try {
            return channel.isOpen() && Objects.equals(key, key(file));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Closes the channel. POSIX then drops all locks of this process on the file. */
    void close() throws IOException {
        OPEN.remove(channel);
        channel.close();
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
