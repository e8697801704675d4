package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A store with one JSON file an account in a directory, for one host: {@code did:plc:abc} is in {@code did_plc_abc.json}.
 *
 * <p>A file is always whole, the old session or the new one, also after a crash or a power failure. Several processes,
 * and several applications in one server, may use a directory at the same time. The files hold tokens and private keys in
 * the clear: the directory is made with mode 0700 and each file with 0600, where the file system knows modes. An
 * existing directory's mode stays; if it lets others in, the log has a warning.
 *
 * <p>Locks are locks on {@code .lock} in the directory, which the operating system gives back when a process dies; they
 * need a file system with POSIX or Windows locks. {@code .tmp} holds files that are being written, {@code .pending} the
 * logins that have begun.
 *
 * <p>Safe for use by many threads. A thread's interrupt ends none of its operations but {@link #lock}, and stays set.
 */
public final class FilesystemOAuthTokenStore implements OAuthTokenStore, AutoCloseable {

    static final String LOCK_FILE = ".lock";

    private static final Logger LOG = System.getLogger(FilesystemOAuthTokenStore.class.getName());

    private final Path directory;
    private final SessionFiles files;
    private final ProcessLocks locks;
    private final PendingLogins pendingLogins;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean closed;

    private FilesystemOAuthTokenStore(Path directory, TempFiles temps, ProcessLocks locks, Clock clock) {
        this.directory = directory;
        this.files = new SessionFiles(directory, temps);
        this.locks = locks;
        this.pendingLogins = new PendingFiles(directory, temps, this::requireOpen, clock, PendingLogins.LIMIT);
    }

    /**
     * Opens the store in a directory and makes the directory, and those above it, if missing.
     *
     * @param directory where the files are or will be
     * @return the store; close it
     * @throws StoreException if the directory can't be made or written to, or something else has its name
     */
    public static FilesystemOAuthTokenStore open(Path directory) {
        return open(directory, Clock.systemUTC(), ProcessLocks.CLOSE_PATIENCE);
    }

    static FilesystemOAuthTokenStore open(Path directory, Clock clock, Duration closePatience) {
        Objects.requireNonNull(directory, "directory");
        try {
            Path absolute = directory.toAbsolutePath();
            if (Files.isDirectory(absolute)) {
                PrivateFiles.warnIfShared(absolute);
            } else {
                PrivateFiles.createDirectories(absolute);
            }
            Path real = absolute.toRealPath();
            TempFiles temps = new TempFiles(real, clock);
            temps.createDirectory();
            temps.removeStale();
            ProcessLocks locks = new ProcessLocks(real.resolve(LOCK_FILE), closePatience);
            return new FilesystemOAuthTokenStore(real, temps, locks, clock);
        } catch (IOException e) {
            throw new StoreException(
                    "The directory " + directory + " can't be used as a session store: " + IoErrors.of(e), e);
        }
    }

    /**
     * Keeps a session as {@link OAuthTokenStore#save} says.
     *
     * @throws StoreException if the file can't be written or replaced; only when the directory can't be forced to disk
     *     at the very end is the new session in place nevertheless, and might not survive a power failure
     */
    @Override
    public void save(OAuthSession session) {
        requireOpen();
        String name = SessionFileName.of(session.did());
        try {
            files.replace(name, session.toJson());
        } catch (IOException e) {
            throw new StoreException("Saving " + files.path(name) + " failed: " + IoErrors.of(e), e);
        }
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        String name = SessionFileName.of(Did.require(did));
        requireOpen();
        try {
            return Optional.of(
                    StoredSession.parse(files.read(name), did, files.path(name).toString()));
        } catch (NoSuchFileException e) {
            requireDirectory(e);
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreException(files.path(name) + " can't be read: " + IoErrors.of(e), e);
        }
    }

    @Override
    public void delete(String did) {
        String name = SessionFileName.of(Did.require(did));
        requireOpen();
        try {
            files.remove(name);
        } catch (IOException e) {
            throw new StoreException("Removing " + files.path(name) + " failed: " + IoErrors.of(e), e);
        }
    }

    @Override
    public List<String> listDids() {
        requireOpen();
        try {
            List<String> dids = new ArrayList<>();
            for (String name : files.names(SessionFileName.SUFFIX)) {
                didIn(name).ifPresent(dids::add);
            }
            Collections.sort(dids);
            return Collections.unmodifiableList(dids);
        } catch (IOException e) {
            throw new StoreException("The directory " + directory + " can't be read: " + IoErrors.of(e), e);
        }
    }

    @Override
    public SessionLock lock(String did, Duration timeout) {
        Did.require(did);
        requireOpen();
        return locks.lock(did, timeout);
    }

    @Override
    public Optional<PendingLogins> pendingLogins() {
        return Optional.of(pendingLogins);
    }

    /**
     * Closes the store. Waits up to two minutes for the locks on its directory that are held in this JVM, so that a refresh
     * which is under way can save what it got; new locks are refused at once, and no refresh begins. Does nothing the second
     * time.
     */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            locks.drain();
            closed = true;
            locks.close();
        }
    }

    /**
     * Returns a text for logs: the directory.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return "FilesystemOAuthTokenStore[" + directory + "]";
    }

    private Optional<String> didIn(String name) {
        String reason;
        try {
            String did = StoredSession.parse(files.read(name), files.path(name).toString())
                    .did();
            if (SessionFileName.of(did).equals(name)) {
                return Optional.of(did);
            }
            reason = "it holds the session of " + did + ", which belongs into " + SessionFileName.of(did);
        } catch (NoSuchFileException e) {
            return Optional.empty(); // Deleted since its name was read.
        } catch (IOException e) {
            reason = IoErrors.of(e);
        } catch (StoreException e) {
            reason = e.getMessage();
        }
        LOG.log(Level.WARNING, "Left out of the list of accounts: {0}: {1}", files.path(name), reason);
        return Optional.empty();
    }

    void requireOpen() {
        if (closed) {
            throw new StoreException("The store in " + directory + " is closed. Open it again");
        }
    }

    // Without its directory a store knows nothing, which is another thing than "no session".
    private void requireDirectory(NoSuchFileException missingFile) {
        if (!Files.isDirectory(directory)) {
            throw new StoreException("The directory " + directory + " is missing", missingFile);
        }
    }
}
