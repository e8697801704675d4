package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.SqliteOAuthTokenStore;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.StoreReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A store that is opened at its first use, so that a login which is given up leaves no trace.
 *
 * <p>It keeps no pending logins: the process that begins one here is the one that completes it, so the login is kept in its
 * memory and ends with it, however that ends.
 */
final class CliStore implements OAuthTokenStore, AutoCloseable {

    private final StoreOptions.Kind kind;
    private final Path path;
    private @Nullable OAuthTokenStore opened;

    CliStore(StoreOptions.Kind kind, Path path) {
        this.kind = kind;
        this.path = path;
    }

    StoreOptions.Kind kind() {
        return kind;
    }

    Path path() {
        return path;
    }

    /** What is there, without making anything that is not; what is wrong is in the report alone, and in no log. */
    StoreReport report() {
        Logger log = Logger.getLogger(StoreReport.class.getPackageName());
        Level level = log.getLevel();
        log.setLevel(Level.OFF);
        try {
            return kind == StoreOptions.Kind.sqlite ? StoreReport.ofDatabase(path) : StoreReport.ofDirectory(path);
        } finally {
            log.setLevel(level);
        }
    }

    /**
     * Makes sure that opening the store for changes does not make one of something else's.
     *
     * @throws StoreException if something else is there
     */
    void requireOurs() {
        report();
    }

    /**
     * Finds out, and changes nothing, whether a session could be kept: sooner than when somebody has signed in for it.
     *
     * @throws StoreException if it is plain already that none could
     */
    void requireWritable() {
        Path existing = path;
        while (existing != null && Files.notExists(existing)) {
            existing = existing.getParent();
        }
        boolean database = kind == StoreOptions.Kind.sqlite && path.equals(existing);
        if (existing == null || !Files.isWritable(existing) || Files.isDirectory(existing) == database) {
            throw new StoreException("Sessions can't be kept in " + path + ": " + existing + " is no "
                    + (database ? "file" : "directory") + " that this user may write to");
        }
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
    public SessionLock lock(String did, Duration timeout) {
        return store().lock(did, timeout);
    }

    private synchronized OAuthTokenStore store() {
        if (opened == null) {
            opened = kind == StoreOptions.Kind.sqlite
                    ? SqliteOAuthTokenStore.open(path)
                    : FilesystemOAuthTokenStore.open(path);
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
