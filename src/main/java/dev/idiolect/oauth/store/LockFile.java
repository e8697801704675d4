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

    /** Locks have their positions below this; what is above is not waited for when the file is closed. */
    static final long POSITIONS = 1L << 62;

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
                // Somebody may have removed or replaced the file: a lock on the old one bars nobody.
                if (channel.isCurrent()) {
                    return lock;
                }
                release(lock);
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

    /** Waits until nobody in this JVM has a lock on the file, then closes it; at last in the background. */
    void close(Duration patience) {
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
        if (!closeWithin(Deadline.after(patience))) {
            LOG.log(Level.WARNING, "{0} stays open until the last lock on it in this JVM is given back", file);
            Thread closer = new Thread(() -> closeWithin(Deadline.after(Duration.ofDays(365))), "idiolect-lock-close");
            closer.setDaemon(true);
            closer.start();
        }
    }

    private boolean closeWithin(Deadline deadline) {
        boolean interrupted = false;
        try {
            for (Backoff backoff = new Backoff(); !closeFree(); ) {
                if (deadline.isOver()) {
                    return false;
                }
                try {
                    backoff.pause(deadline);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
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
