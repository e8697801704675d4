package dev.idiolect.oauth.store;

import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.internal.SessionChanges;
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
import org.jspecify.annotations.Nullable;

/**
 * Stores sessions in a directory on one host, one JSON file per account: {@code did:plc:abc} in
 * {@code did_plc_abc.json}.
 *
 * <p>A file always contains the complete old or new session, even after a crash or a power failure. Several processes,
 * and several applications in one server, may use a directory at the same time. The files contain tokens and private
 * keys, unencrypted if the store has no {@link KeySource}. On POSIX file systems, the store creates the directory with mode
 * 0700 and each file with mode 0600. It does not change the mode of an existing directory; if other users can access it, it
 * logs a warning.
 *
 * <p>Locks are file locks on {@code .lock} in the directory. The operating system releases them when the process ends.
 * They require a file system with POSIX or Windows locks. The subdirectory {@code .tmp} contains files that are being
 * written, and {@code .pending} contains pending logins.
 *
 * <p>Thread-safe. Interrupting a thread aborts only {@link #lock}; all methods preserve the interrupt status.
 */
public final class FilesystemOAuthTokenStore implements OAuthTokenStore, AutoCloseable {

    static final String LOCK_FILE = ".lock";

    private static final Logger LOG = System.getLogger(FilesystemOAuthTokenStore.class.getName());

    private final Path directory;
    private final SessionFiles files;
    private final FilePages pages;
    private final StoredTexts texts;
    private final ProcessLocks locks;
    private final PendingLogins pendingLogins;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean closed;

    private FilesystemOAuthTokenStore(
            Path directory, TempFiles temps, StoredTexts texts, ProcessLocks locks, Clock clock) {
        this.texts = texts;
        this.directory = directory;
        this.files = new SessionFiles(directory, temps);
        this.pages = new FilePages(() -> files.names(SessionFileName.SUFFIX), this::sessionIn, FilePages.MOST_KEPT);
        this.locks = locks;
        this.pendingLogins = new PendingFiles(directory, temps, texts, this::requireOpen, clock, PendingLogins.LIMIT);
    }

    /**
     * Opens the store in a directory. Creates the directory and its parents if missing.
     *
     * @param directory the directory
     * @return the store; close it after use
     * @throws StoreException if the directory cannot be created or written, or is not a directory
     */
    public static FilesystemOAuthTokenStore open(Path directory) {
        return open(directory, null);
    }

    /**
     * Opens the store in a directory, and encrypts sessions and pending logins. Plain sessions stay readable, and are
     * encrypted when they are saved. Creates the directory and its parents if missing.
     *
     * @param directory the directory
     * @param keys the encryption keys, or null to write plain text
     * @return the store; close it after use
     * @throws StoreException like {@link #open(Path)}, or if the keys are not available or invalid
     */
    public static FilesystemOAuthTokenStore open(Path directory, @Nullable KeySource keys) {
        return open(directory, keys, Clock.systemUTC(), ProcessLocks.CLOSE_PATIENCE);
    }

    static FilesystemOAuthTokenStore open(
            Path directory, @Nullable KeySource keys, Clock clock, Duration closePatience) {
        Objects.requireNonNull(directory, "directory");
        StoredTexts texts = StoredTexts.of(keys, directory);
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
            return new FilesystemOAuthTokenStore(real, temps, texts, locks, clock);
        } catch (IOException e) {
            throw IoErrors.exception("Cannot open a session store in the directory " + directory, e);
        }
    }

    /**
     * Saves a session; see {@link OAuthTokenStore#save}.
     *
     * @throws StoreException if the file cannot be written or replaced, or if the final flush of the directory to disk
     *     fails. In the latter case the new session is saved, but may not survive a power failure
     */
    @Override
    public void save(OAuthSession session) {
        requireOpen();
        String name = SessionFileName.of(session.did());
        try {
            files.replace(name, texts.write(session));
        } catch (IOException e) {
            throw IoErrors.exception("Cannot save " + files.path(name), e);
        } finally {
            SessionChanges.changed(session.did());
        }
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        String name = SessionFileName.of(Did.require(did));
        requireOpen();
        try {
            return Optional.of(
                    texts.read(files.read(name), did, files.path(name).toString()));
        } catch (NoSuchFileException e) {
            requireDirectory(e);
            return Optional.empty();
        } catch (IOException e) {
            throw IoErrors.exception("Cannot read " + files.path(name), e);
        }
    }

    @Override
    public void delete(String did) {
        String name = SessionFileName.of(Did.require(did));
        requireOpen();
        try {
            files.remove(name);
        } catch (IOException e) {
            throw IoErrors.exception("Cannot delete " + files.path(name), e);
        } finally {
            SessionChanges.changed(did);
        }
    }

    @Override
    public List<String> listDids() {
        requireOpen();
        try {
            List<String> dids = new ArrayList<>();
            for (String name : files.names(SessionFileName.SUFFIX)) {
                sessionIn(name).map(OAuthSession::did).ifPresent(dids::add);
            }
            Collections.sort(dids);
            return Collections.unmodifiableList(dids);
        } catch (IOException e) {
            throw IoErrors.exception("Cannot read the directory " + directory, e);
        }
    }

    @Override
    public List<SessionSummary> sessions(@Nullable String after, int limit) {
        String start = SessionPages.start(after, limit);
        requireOpen();
        try {
            return pages.page(start, limit);
        } catch (IOException e) {
            throw IoErrors.exception("Cannot read the directory " + directory, e);
        }
    }

    @Override
    public boolean reseal(String did, Duration timeout) {
        SessionLock held = lock(did, timeout);
        try {
            String name = SessionFileName.of(did);
            String text = files.read(name);
            if (texts.isCurrent(text)) {
                return false;
            }
            save(texts.read(text, did, files.path(name).toString()));
            return true;
        } catch (NoSuchFileException e) {
            requireDirectory(e);
            return false;
        } catch (IOException e) {
            throw IoErrors.exception("Cannot read " + files.path(SessionFileName.of(did)), e);
        } finally {
            held.close();
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
     * Closes the store. Rejects new locks immediately, and waits up to two minutes for held locks to be released, so
     * that a running refresh can save its new tokens. Closing a closed store has no effect.
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

    private Optional<OAuthSession> sessionIn(String name) {
        String reason;
        try {
            OAuthSession session = texts.read(files.read(name), IoErrors.printable(files.path(name)));
            String expectedName = SessionFileName.of(session.did());
            if (expectedName.equals(name)) {
                return Optional.of(session);
            }
            reason = "it contains the session of " + session.did() + ", which belongs in " + expectedName;
        } catch (NoSuchFileException e) {
            return Optional.empty(); // Deleted since the directory was listed.
        } catch (IOException e) {
            reason = IoErrors.reason(e);
        } catch (StoreException e) {
            reason = e.getMessage();
        }
        LOG.log(
                Level.WARNING,
                "Omitted from the list of accounts: {0}: {1}",
                IoErrors.printable(files.path(name)),
                reason);
        return Optional.empty();
    }

    void requireOpen() {
        if (closed) {
            throw new StoreException("The store in " + directory + " is closed: open it again");
        }
    }

    // A missing directory, such as an unmounted disk, must not look like "no session".
    private void requireDirectory(NoSuchFileException missingFile) {
        if (!Files.isDirectory(directory)) {
            throw StoreException.permanentFailure("The directory " + directory + " is missing", missingFile);
        }
    }
}
