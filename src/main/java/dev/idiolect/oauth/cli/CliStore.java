package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.StoreReport;
import jakarta.json.JsonObjectBuilder;
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
abstract class CliStore implements OAuthTokenStore, AutoCloseable {

    private @Nullable OAuthTokenStore opened;

    abstract StoreOptions.Kind kind();

    /** Returns the path or the URL, without secrets. */
    abstract String name();

    /** Adds the location of the store to JSON. */
    abstract void describe(JsonObjectBuilder json);

    /** Returns false if the store is known not to exist. */
    abstract boolean exists();

    /** Returns the advice for a store that cannot be used. */
    abstract String remedy();

    abstract OAuthTokenStore open();

    /** Checks the store, and passes each readable session to the consumer, sorted by DID. */
    abstract StoreReport check(Consumer<OAuthSession> sessions);

    /** Passes each session to the consumer, sorted by DID and without its secrets. Does not create a file or directory. */
    abstract void summaries(Consumer<SessionSummary> sessions);

    /**
     * Returns a page of the sessions without reading their secrets; see {@link OAuthTokenStore#sessions}. Creates no store,
     * and does not change a database of another program.
     */
    abstract List<SessionSummary> page(@Nullable String after, int limit);

    /**
     * Checks that the store does not belong to another program. Opening another program's database would add tables to
     * it.
     *
     * @throws StoreException if it does
     */
    abstract void requireSessionStore();

    /**
     * Checks that a session can be stored. Reads and changes no session.
     *
     * @throws CommandException if the store cannot be written
     */
    abstract void requireWritable();

    /**
     * Checks that files which this command would create belong to the owner of the store. Opening the store checks it too.
     *
     * @throws CommandException if not
     */
    abstract void requireOwner();

    /** Returns the name for messages, with a note if the store does not exist. */
    final String location() {
        return name() + (exists() ? "" : " (does not exist)");
    }

    /**
     * Checks the store without creating it. Problems are only reported and not logged: the log is off meanwhile.
     *
     * @param sessions receives each readable session, sorted by DID
     * @return the report, without sessions
     */
    final StoreReport report(Consumer<OAuthSession> sessions) {
        Logger log = Logger.getLogger(StoreReport.class.getPackageName());
        Level level = log.getLevel();
        log.setLevel(Level.OFF);
        try {
            return check(sessions);
        } finally {
            log.setLevel(level);
        }
    }

    @Override
    public final void save(OAuthSession session) {
        store().save(session);
    }

    @Override
    public final Optional<OAuthSession> load(String did) {
        return store().load(did);
    }

    @Override
    public final void delete(String did) {
        store().delete(did);
    }

    @Override
    public final List<String> listDids() {
        return store().listDids();
    }

    @Override
    public final List<SessionSummary> sessions(@Nullable String after, int limit) {
        return store().sessions(after, limit);
    }

    @Override
    public final SessionLock lock(String did, Duration timeout) {
        return store().lock(did, timeout);
    }

    @Override
    public final SessionLock lockForLogin(String did, Duration timeout) {
        return store().lockForLogin(did, timeout);
    }

    @Override
    public final boolean replace(String did, @Nullable OAuthSession expected, @Nullable OAuthSession replacement) {
        return store().replace(did, expected, replacement);
    }

    @Override
    public final boolean reseal(String did, Duration timeout) {
        return store().reseal(did, timeout);
    }

    final synchronized OAuthTokenStore store() {
        if (opened == null) {
            opened = open();
        }
        return opened;
    }

    @Override
    public final synchronized void close() {
        if (opened instanceof AutoCloseable closeable) {
            close(closeable);
        }
    }

    private static void close(AutoCloseable store) {
        try {
            store.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw StoreException.permanentFailure("Cannot close the store: " + e, e);
        }
    }
}
