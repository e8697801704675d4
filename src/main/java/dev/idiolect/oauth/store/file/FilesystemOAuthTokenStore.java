package dev.idiolect.oauth.store.file;

import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.internal.SessionChanges;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.StoreReport;
import dev.idiolect.oauth.store.internal.PageStart;
import dev.idiolect.oauth.store.internal.persistent.ClosedStore;
import dev.idiolect.oauth.store.internal.persistent.IoErrors;
import dev.idiolect.oauth.store.internal.persistent.PrivateFiles;
import dev.idiolect.oauth.store.internal.persistent.ProcessLocks;
import dev.idiolect.oauth.store.internal.persistent.Reports;
import dev.idiolect.oauth.store.internal.persistent.StoredTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
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
        this.pages = new FilePages(files, texts);
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
     * Checks a directory. Changes nothing.
     *
     * @param directory the directory; a missing one counts as empty
     * @param keys the encryption keys, or null if there are none
     * @return the report
     * @throws StoreException if the directory cannot be read or is not a directory, or if the keys are not available or
     *     invalid
     */
    public static StoreReport check(Path directory, @Nullable KeySource keys) {
        return Reports.withSessions(sessions -> check(directory, keys, sessions));
    }

    /**
     * Checks a directory, and passes its sessions on instead of keeping them. For stores with many sessions. Changes
     * nothing.
     *
     * @param directory the directory; a missing one counts as empty
     * @param keys the encryption keys, or null if there are none
     * @param sessions receives each readable session, sorted by DID
     * @return the report, without sessions
     * @throws StoreException like {@link #check(Path, KeySource)}
     */
    public static StoreReport check(Path directory, @Nullable KeySource keys, Consumer<OAuthSession> sessions) {
        return new DirectoryCheck(
                        directory.toAbsolutePath(), StoredTexts.of(keys, directory), Clock.systemUTC(), sessions)
                .report();
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
        return text(name).map(text -> texts.read(text, did, files.path(name).toString()));
    }

    private Optional<String> text(String name) {
        try {
            return Optional.of(files.read(name));
        } catch (NoSuchFileException e) {
            requireDirectory(e);
            return Optional.empty();
        } catch (SessionFiles.InvalidContentException e) {
            throw StoreException.unreadable("Cannot read " + files.path(name) + ": " + IoErrors.reason(e), e);
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
            return pages.dids();
        } catch (IOException e) {
            throw IoErrors.exception("Cannot read the directory " + directory, e);
        }
    }

    @Override
    public List<SessionSummary> sessions(@Nullable String after, int limit) {
        String start = PageStart.of(after, limit);
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
            return texts.reseal(text(name), did, files.path(name).toString(), this::save);
        } finally {
            held.close();
        }
    }

    @Override
    public SessionLock lock(String did, Duration timeout) {
        Did.require(did);
        requireOpen();
        return locks.lock(did, timeout, this::requireRoom);
    }

    private void requireRoom(OAuthSession session) {
        requireOpen();
        String name = SessionFileName.of(session.did());
        try {
            files.requireRoom(texts.write(session));
        } catch (IOException e) {
            throw IoErrors.exception("Cannot save " + files.path(name), e);
        }
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

    void requireOpen() {
        if (closed) {
            throw ClosedStore.exception("in " + directory);
        }
    }

    // A missing directory, such as an unmounted disk, must not look like "no session".
    private void requireDirectory(NoSuchFileException missingFile) {
        if (!Files.isDirectory(directory)) {
            throw StoreException.permanentFailure("The directory " + directory + " is missing", missingFile);
        }
    }
}
