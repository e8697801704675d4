package dev.idiolect.oauth.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One open channel of a lock file, and which file it was opened on. Every use is under {@link LockFile}'s monitor. */
final class LockChannel {

    // A channel that nobody refers to is closed by the garbage collector, which would drop the locks of others.
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
            // As it should be.
        }
        Object key = key(file);
        return new LockChannel(file, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE), key);
    }

    /** Locks a range for this process; null if another channel, of this or another process, has a part of it. */
    @Nullable
    FileLock tryLock(long position, long size, boolean shared) throws IOException {
        try {
            return channel.tryLock(position, size, shared);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Returns whether somebody in this JVM, under whatever class loader, has a part of the range. */
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

    /** Returns whether the file's name still leads to the file that this channel has open. */
    boolean isCurrent() throws IOException {
        try {
            return channel.isOpen() && Objects.equals(key, key(file));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Closes the channel; POSIX then drops each lock that this process has on the file, whoever took it. */
    void close() throws IOException {
        OPEN.remove(channel);
        channel.close();
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
}
