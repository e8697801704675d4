package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.StoreReport;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A store that is opened at its first use, so that a cancelled login creates no files.
 *
 * <p>Pending logins stay in memory, because the process that begins a login also completes it.
 */
final class CliStore implements OAuthTokenStore, AutoCloseable {

    private final StoreOptions.Kind kind;
    private final Path path;
    private final @Nullable KeySource keys;
    private @Nullable OAuthTokenStore opened;

    CliStore(StoreOptions.Kind kind, Path path, @Nullable KeySource keys) {
        this.keys = keys;
        this.kind = kind;
        this.path = path;
    }

    StoreOptions.Kind kind() {
        return kind;
    }

    Path path() {
        return path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** Returns the path for messages, with a note if it does not exist. */
    String location() {
        return path + (exists() ? "" : " (does not exist)");
    }

    /**
     * Checks the store without creating it. Problems are only reported and not logged: the log is off meanwhile.
     *
     * @param sessions receives each readable session, sorted by DID
     * @return the report, without sessions
     */
    StoreReport report(Consumer<OAuthSession> sessions) {
        Logger log = Logger.getLogger(StoreReport.class.getPackageName());
        Level level = log.getLevel();
        log.setLevel(Level.OFF);
        try {
            return kind == StoreOptions.Kind.sqlite
                    ? SqliteOAuthTokenStore.check(path, keys, sessions)
                    : FilesystemOAuthTokenStore.check(path, keys, sessions);
        } finally {
            log.setLevel(level);
        }
    }

    /**
     * Checks that the path does not belong to another program. Opening another program's database would add tables to
     * it.
     *
     * @throws StoreException if it does
     */
    void requireSessionStore() {
        report(session -> {});
    }

    /**
     * Checks before a login that its session can be stored. Changes nothing.
     *
     * @throws CommandException if the path cannot be written
     * @throws StoreException if it belongs to another program
     */
    void requireWritable() {
        Path existing = path;
        while (existing != null && Files.notExists(existing)) {
            existing = existing.getParent();
        }
        boolean database = kind == StoreOptions.Kind.sqlite && path.equals(existing);
        if (existing == null || !Files.isWritable(existing) || Files.isDirectory(existing) == database) {
            throw new CommandException(
                    ExitCode.STORE,
                    "Cannot store sessions in " + path + ": " + existing + " is not a "
                            + (database ? "file" : "directory") + " that you can write to");
        }
        requireSessionStore();
    }

    @Override
    public void save(OAuthSession session) {
        store().save(session);
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        return store().load(did);
    }

    @Override
    public void delete(String did) {
        store().delete(did);
    }

    @Override
    public List<String> listDids() {
        return store().listDids();
    }

    @Override
    public List<SessionSummary> sessions(@Nullable String after, int limit) {
        return store().sessions(after, limit);
    }

    @Override
    public SessionLock lock(String did, Duration timeout) {
        return store().lock(did, timeout);
    }

    @Override
    public boolean reseal(String did, Duration timeout) {
        return store().reseal(did, timeout);
    }

    private synchronized OAuthTokenStore store() {
        if (opened == null) {
            opened = kind == StoreOptions.Kind.sqlite
                    ? SqliteOAuthTokenStore.open(path, keys)
                    : FilesystemOAuthTokenStore.open(path, keys);
        }
        return opened;
    }

    @Override
    public synchronized void close() {
        if (opened instanceof SqliteOAuthTokenStore database) {
            database.close();
        } else if (opened instanceof FilesystemOAuthTokenStore directory) {
            directory.close();
        }
    }
}
