package dev.idiolect.oauth.store.internal.persistent;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.Backoff;
import dev.idiolect.oauth.store.internal.Deadline;
import dev.idiolect.oauth.store.internal.Sha256;
import dev.idiolect.oauth.store.internal.ThreadLocks;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Provides one lock per DID, shared by all threads of all processes that use the same lock file. The threads of this
 * store queue. The first one polls the file lock, because the operating system does not signal its release.
 */
public final class ProcessLocks {

    /** How long closing a store waits for the locks of this JVM. Longer than a refresh holds its lock. */
    public static final Duration CLOSE_PATIENCE = Duration.ofMinutes(2);

    private static final Logger LOG = System.getLogger(ProcessLocks.class.getName());

    private final class Held implements SessionLock {

        private final FileLock lock;
        private final Runnable unlock;
        private final Consumer<OAuthSession> requireRoom;
        private final AtomicBoolean open = new AtomicBoolean(true);

        Held(FileLock lock, Runnable unlock, Consumer<OAuthSession> requireRoom) {
            this.lock = lock;
            this.unlock = unlock;
            this.requireRoom = requireRoom;
        }

        @Override
        public boolean remainsValidFor(Duration time) {
            return threads.remainFor(time) && lockFile.isEffective(lock);
        }

        @Override
        public boolean permit(OAuthSession session) {
            requireRoom.accept(session);
            return true;
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                release(lock, unlock);
            }
        }
    }

    private static final long TRIAL_POSITION = LockFile.POSITIONS - 1;

    private final Path file;
    private final LockFile lockFile;
    private final ThreadLocks threads = new ThreadLocks(StoreException::transientFailure);
    private final Duration closePatience;

    public ProcessLocks(Path file, Duration closePatience) throws IOException {
        this.file = file;
        this.lockFile = new LockFile(file);
        this.closePatience = closePatience;
        requireLocks();
    }

    // Fails now rather than at the first sign-in, because some network drives do not support locks.
    private void requireLocks() throws IOException {
        try {
            lockFile.release(lockFile.tryLock(TRIAL_POSITION));
        } catch (IOException e) {
            abandon();
            throw new IOException(
                    "files cannot be locked there (" + IoErrors.reason(e) + "); use a directory on a local disk", e);
        }
    }

    /**
     * Locks the session of an account.
     *
     * @param requireRoom throws a {@link StoreException} if the disk could not store a new session in place of the given
     *     one; runs before the refresh token is sent
     */
    public SessionLock lock(String did, Duration timeout, Consumer<OAuthSession> requireRoom) {
        Deadline deadline = Deadline.after(timeout);
        Runnable unlock = threads.lock(did, deadline);
        try {
            long position = position(did);
            FileLock lock = threads.poll(did, deadline, new Backoff(), () -> tryLock(position));
            return new Held(lock, unlock, requireRoom);
        } catch (RuntimeException | Error e) {
            unlock.run();
            throw e;
        }
    }

    /** Marks the lock file like {@link LockFile#mark}. */
    public boolean mark(int group) throws IOException {
        return lockFile.mark(group);
    }

    /** Rejects waiting threads, and waits until the locks are released. */
    public void drain() {
        if (!threads.close(closePatience)) {
            LOG.log(Level.WARNING, "IDOA-0212: Closing the store of {0}, although locks are still held", file);
        }
    }

    /** Closes the lock file after a failure, without waiting. */
    public void abandon() {
        threads.close(Duration.ZERO);
        close();
    }

    /** Closes the lock file as soon as this JVM holds no lock on it. */
    public void close() {
        Deadline started = threads.closing();
        lockFile.close(started == null ? Deadline.after(closePatience) : started);
    }

    /**
     * Returns the lock position of a DID. A collision is unlikely with 62 bits, and only makes two DIDs share a lock.
     */
    static long position(String did) {
        return ByteBuffer.wrap(Sha256.of(did)).getLong() >>> 2;
    }

    private Optional<FileLock> tryLock(long position) {
        if (threads.closing() != null) {
            throw ClosedStore.exception("of the lock file " + file);
        }
        try {
            return Optional.ofNullable(lockFile.tryLock(position));
        } catch (IOException e) {
            throw IoErrors.exception("Cannot lock " + file, e);
        }
    }

    private void release(FileLock lock, Runnable unlock) {
        try {
            lockFile.release(lock);
        } catch (IOException e) {
            throw IoErrors.exception("Cannot unlock " + file, e);
        } finally {
            unlock.run();
        }
    }
}
