package dev.idiolect.oauth.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One lock a DID among all threads of all processes that use one lock file. The threads of this store queue for it; the
 * first of them tries the file's lock until it has it, as others give no sign when they let go.
 */
final class ProcessLocks {

    /** How long closing a store waits for the locks that are held in this JVM: as long as a refresh may take. */
    static final Duration CLOSE_PATIENCE = Duration.ofMinutes(2);

    private static final Logger LOG = System.getLogger(ProcessLocks.class.getName());

    private final class Held implements SessionLock {

        private final FileLock lock;
        private final SessionLock turn;
        private final AtomicBoolean open = new AtomicBoolean(true);

        Held(FileLock lock, SessionLock turn) {
            this.lock = lock;
            this.turn = turn;
        }

        @Override
        public boolean remainsValidFor(Duration time) {
            Deadline end = closing;
            return end == null || end.nanosLeft() > time.toNanos();
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                release(lock, turn);
            }
        }
    }

    private final Path file;
    private final LockFile lockFile;
    private final ThreadLocks threads = new ThreadLocks();
    private final Duration closePatience;
    private volatile @Nullable Deadline closing;

    ProcessLocks(Path file, Duration closePatience) throws IOException {
        this.file = file;
        this.lockFile = new LockFile(file);
        this.closePatience = closePatience;
    }

    SessionLock lock(String did, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        SessionLock turn = threads.lock(did, deadline);
        try {
            return new Held(poll(did, deadline), turn);
        } catch (RuntimeException | Error e) {
            turn.close();
            throw e;
        }
    }

    /** Marks the lock file as {@link LockFile#mark} does. */
    boolean mark(int group) throws IOException {
        return lockFile.mark(group);
    }

    /** Turns away those who wait for a lock, and lets those finish who hold one. */
    void drain() {
        Deadline deadline = Deadline.after(closePatience);
        closing = deadline;
        if (!Backoff.until(deadline, () -> threads.size() == 0)) {
            LOG.log(Level.WARNING, "Closing the store of {0} although it has locks that nobody gave back", file);
        }
    }

    /** Closes the lock file after a failure, without waiting for anybody. */
    void abandon() {
        closing = Deadline.after(Duration.ZERO);
        close();
    }

    /** Closes the lock file when nobody in this JVM has a lock on it any more. */
    void close() {
        Deadline started = closing;
        lockFile.close(started == null ? Deadline.after(closePatience) : started);
    }

    /** Two DIDs of one position would take turns, no more; with 62 bits there are none. */
    static long position(String did) {
        return ByteBuffer.wrap(SessionFileName.sha256(did)).getLong() >>> 2;
    }

    private FileLock poll(String did, Deadline deadline) {
        long position = position(did);
        Backoff backoff = new Backoff();
        while (true) {
            FileLock lock = tryLock(position);
            if (lock != null) {
                return lock;
            }
            if (deadline.isOver()) {
                throw LockFailures.timeout(did, deadline);
            }
            try {
                backoff.pause(deadline);
            } catch (InterruptedException e) {
                throw LockFailures.interrupted(did);
            }
        }
    }

    private @Nullable FileLock tryLock(long position) {
        if (closing != null) {
            throw new StoreException("The store of the lock file " + file + " is closed. Open it again");
        }
        try {
            return lockFile.tryLock(position);
        } catch (IOException e) {
            throw new StoreException("Locking " + file + " failed: " + IoErrors.of(e), e);
        }
    }

    private void release(FileLock lock, SessionLock turn) {
        try {
            lockFile.release(lock);
        } catch (IOException e) {
            throw new StoreException("Unlocking " + file + " failed: " + IoErrors.of(e), e);
        } finally {
            turn.close();
        }
    }
}
