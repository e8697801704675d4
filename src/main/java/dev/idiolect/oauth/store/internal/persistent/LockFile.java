package dev.idiolect.oauth.store.internal.persistent;

import dev.idiolect.oauth.store.internal.Backoff;
import dev.idiolect.oauth.store.internal.Deadline;
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
 * Locks byte ranges of one file. The operating system releases the locks when the process ends. The file's content is
 * not used.
 *
 * <p>POSIX drops <em>all</em> locks of a process on a file when the process closes <em>any</em> descriptor of it. So
 * one channel stays open as long as the store, and is closed only when this JVM holds no lock on the file. Other
 * holders in the JVM can be another store, or the same application deployed twice, with two class loaders.
 */
final class LockFile {

    /** Locks use positions below this value; marks use positions from this value on. */
    static final long POSITIONS = 1L << 62;

    private static final int MARKS_PER_GROUP = 1 << 20;

    private static final Logger LOG = System.getLogger(LockFile.class.getName());
    private static final int REOPENINGS = 10;

    private final Path file;
    private final Object monitor;
    private final List<LockChannel> replaced = new ArrayList<>();
    private @Nullable LockChannel current;
    private boolean closed;

    /**
     * Opens a lock file. Creates it with mode 0600 if missing.
     *
     * @param file a path without symbolic links, so that all users of the file use the same path
     */
    LockFile(Path file) throws IOException {
        this.file = file;
        // An interned string is one object per JVM; a static field is one per class loader. This monitor ensures that
        // no channel is closed while code of another class loader acquires a lock.
        this.monitor = ("dev.idiolect.oauth.lock:" + file).intern();
        synchronized (monitor) {
            current = LockChannel.open(file);
        }
    }

    /** Locks one byte without waiting. Returns null if it is locked already. */
    @Nullable
    FileLock tryLock(long position) throws IOException {
        synchronized (monitor) {
            for (int i = 0; i < REOPENINGS; i++) {
                LockChannel channel = channel();
                FileLock lock = channel.tryLock(position, 1, false);
                boolean valid = false;
                try {
                    // The file may have been deleted or replaced; a lock on the old file would not exclude other
                    // processes.
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
            throw new IOException("the file is replaced repeatedly");
        }
    }

    /** Returns whether a lock still excludes other processes: its file may have been deleted or replaced. */
    boolean isEffective(FileLock lock) {
        synchronized (monitor) {
            try {
                return lock.isValid() && current != null && current.isChannelOf(lock) && current.isCurrent();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "IDOA-0209: Cannot verify the lock on {0}: {1}", file, IoErrors.reason(e));
                return false;
            }
        }
    }

    /** Releases a lock. */
    void release(@Nullable FileLock lock) throws IOException {
        synchronized (monitor) {
            if (lock != null && lock.channel().isOpen()) {
                lock.release();
            }
        }
    }

    /**
     * Marks the file as used by a group, until the file is closed. Returns false if another group in this JVM has
     * marked it. Marks of other processes are ignored.
     */
    boolean mark(int group) throws IOException {
        long first = POSITIONS + (group + 1L) * MARKS_PER_GROUP;
        long end = first + MARKS_PER_GROUP;
        synchronized (monitor) {
            LockChannel channel = channel();
            // Shared locks do not exclude other processes, but cannot overlap within one JVM.
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

    /**
     * Waits until this JVM holds no lock on the file, then closes it. After the deadline, continues in the background.
     */
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
            LOG.log(Level.WARNING, "IDOA-0210: {0} stays open until this JVM releases its last lock on it", file);
            Thread closer = new Thread(() -> closeWithin(Deadline.after(Duration.ofDays(365))), "idiolect-lock-close");
            closer.setDaemon(true);
            closer.start();
        }
    }

    private boolean closeWithin(Deadline deadline) {
        return Backoff.until(deadline, this::closeFree);
    }

    /** Closes the channels on which this JVM holds no lock. Returns whether all are closed. */
    private boolean closeFree() {
        synchronized (monitor) {
            replaced.removeIf(channel -> {
                try {
                    if (channel.isLockedInThisJvm(0, POSITIONS, false)) {
                        return false;
                    }
                    channel.close();
                } catch (IOException e) {
                    LOG.log(Level.WARNING, "IDOA-0211: Cannot close " + file, e);
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
