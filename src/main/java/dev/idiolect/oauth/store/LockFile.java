package dev.idiolect.oauth.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Locks on byte ranges of one file, which the operating system gives back when their holder's process ends. The file's
 * content means nothing.
 *
 * <p>POSIX drops <em>all</em> locks that a process has on a file as soon as the process closes <em>any</em> descriptor of
 * it. So one channel stays open as long as the store, and it is closed only when nobody in this JVM has a lock on the
 * file: not another store, nor the same application deployed a second time, under a class loader of its own.
 */
final class LockFile {

    /** Locks have their positions below this, marks from here on. */
    static final long POSITIONS = 1L << 62;

    private static final int MARKS_OF_A_GROUP = 1 << 20;

    private static final Logger LOG = System.getLogger(LockFile.class.getName());
    private static final int REOPENINGS = 10;

    private final Path file;
    private final Object monitor;
    private final List<LockChannel> replaced = new ArrayList<>();
    private @Nullable LockChannel current;
    private boolean closed;

    /**
     * Opens a lock file and makes it, mode 0600, if it is missing.
     *
     * @param file a path without symbolic links, so that everyone has the same name for it
     */
    LockFile(Path file) throws IOException {
        this.file = file;
        // Static fields exist once a class loader; interned strings once a JVM. Under this one no channel of the file
        // is closed while somebody else, whatever his class loader, is between asking for a lock and having it.
        this.monitor = ("dev.idiolect.oauth.lock:" + file).intern();
        synchronized (monitor) {
            current = LockChannel.open(file);
        }
    }

    /** Locks one byte; null if somebody else has it. Never waits. */
    @Nullable
    FileLock tryLock(long position) throws IOException {
        synchronized (monitor) {
            for (int i = 0; i < REOPENINGS; i++) {
                LockChannel channel = channel();
                FileLock lock = channel.tryLock(position, 1, false);
                boolean valid = false;
                try {
                    // Somebody may have removed or replaced the file: a lock on the old one bars nobody.
                    valid = channel.isCurrent();
                } finally {
                    if (!valid) {
                        release(lock);
                    }
                }
                if (valid) {
                    return lock;
                }
                replaced.add(channel);
                current = null;
            }
            throw new IOException("the file is being replaced all the time");
        }
    }

    /** Gives a lock back. */
    void release(@Nullable FileLock lock) throws IOException {
        synchronized (monitor) {
            if (lock != null && lock.channel().isOpen()) {
                lock.release();
            }
        }
    }

    /**
     * Marks the file until it is closed as used by a group; false if another group in this JVM has it marked. Other
     * processes' marks don't count.
     */
    boolean mark(int group) throws IOException {
        long first = POSITIONS + (group + 1L) * MARKS_OF_A_GROUP;
        long end = first + MARKS_OF_A_GROUP;
        synchronized (monitor) {
            LockChannel channel = channel();
            // Shared locks: processes don't bar each other. Within a JVM they can't overlap, shared or not.
            if (channel.isLockedInThisJvm(POSITIONS, first - POSITIONS, true)
                    || channel.isLockedInThisJvm(end, Long.MAX_VALUE - end, true)) {
                return false;
            }
            for (long position = first; position < end; position++) {
                if (channel.tryLock(position, 1, true) != null) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Waits until nobody in this JVM has a lock on the file, then closes it; at last in the background. */
    void close(Deadline deadline) {
        synchronized (monitor) {
            if (closed) {
                return;
            }
            closed = true;
            if (current != null) {
                replaced.add(current);
                current = null;
            }
        }
        if (!closeWithin(deadline)) {
            LOG.log(Level.WARNING, "{0} stays open until the last lock on it in this JVM is given back", file);
            Thread closer = new Thread(() -> closeWithin(Deadline.after(Duration.ofDays(365))), "idiolect-lock-close");
            closer.setDaemon(true);
            closer.start();
        }
    }

    private boolean closeWithin(Deadline deadline) {
        return Backoff.until(deadline, this::closeFree);
    }

    /** Closes the channels on which nobody in this JVM has a lock; returns whether none is left. */
    private boolean closeFree() {
        synchronized (monitor) {
            replaced.removeIf(channel -> {
                try {
                    if (channel.isLockedInThisJvm(0, POSITIONS, false)) {
                        return false;
                    }
                    channel.close();
                } catch (IOException e) {
                    LOG.log(Level.WARNING, "Closing " + file + " failed", e);
                }
                return true;
            });
            return replaced.isEmpty();
        }
    }

    private LockChannel channel() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (current == null) {
            current = LockChannel.open(file);
            closeFree();
        }
        return current;
    }
}
