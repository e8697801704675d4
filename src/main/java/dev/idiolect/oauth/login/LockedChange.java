package dev.idiolect.oauth.login;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.internal.SessionChanges;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Replaces or deletes the stored session of an account, under the account's lock. If the store's lock does not exclude
 * refreshes, a refresh can save its tokens after the session was loaded. The change is then tried again on those.
 */
abstract class LockedChange {

    private static final Logger LOG = System.getLogger(LockedChange.class.getName());

    // A refresh can hold the lock for almost two minutes.
    static final Duration LOCK_WAIT = Duration.ofMinutes(2);
    private static final int MAX_ATTEMPTS = 20;

    /**
     * Changes the session.
     *
     * @param stored the session that was loaded, or null if there was none
     * @return false if another session, or none, is stored now
     */
    abstract boolean apply(@Nullable OAuthSession stored);

    /**
     * Changes a session that cannot be read, or throws.
     *
     * @param e the failure of the store
     */
    abstract void applyUnread(StoreException e);

    /**
     * The account before the change.
     *
     * @param existed whether there was a session
     * @param session the session, or null if there was none or it could not be read
     */
    record Before(boolean existed, @Nullable OAuthSession session) {}

    /**
     * Runs a change.
     *
     * @throws StoreException if the lock cannot be acquired, the store fails, or other changes came first each time
     */
    final Before run(OAuthTokenStore store, String did) {
        return run(store, did, store.lockForLogin(did, LOCK_WAIT));
    }

    /** Runs a change under a lock, and releases it; see {@link #run(OAuthTokenStore, String)}. */
    final Before run(OAuthTokenStore store, String did, SessionLock lock) {
        try {
            return runLocked(store, did);
        } finally {
            SessionChanges.changed(did);
            release(lock, did);
        }
    }

    private Before runLocked(OAuthTokenStore store, String did) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            OAuthSession stored;
            try {
                stored = store.load(did).orElse(null);
            } catch (StoreException e) {
                applyUnread(e);
                return new Before(true, null);
            }
            if (apply(stored)) {
                return new Before(stored != null, stored);
            }
        }
        throw StoreException.transientFailure(
                "Cannot change the session of " + did + ": it was changed elsewhere " + MAX_ATTEMPTS
                        + " times meanwhile. Try again",
                null);
    }

    /**
     * Returns whether a change that has failed may still take effect. For example, a database can complete a statement
     * after its client has lost the connection.
     */
    static boolean mayStillRun(RuntimeException failure) {
        return !(failure instanceof StoreException e) || e.isTransient();
    }

    /** Returns whether one session may be a refresh of the other. Only an OAuth login has a key of its own. */
    static boolean mayBeOneLogin(OAuthSession one, OAuthSession other) {
        return one.isBearer()
                ? other.isBearer()
                : !other.isBearer() && one.dpopPrivateKeyJwk().equals(other.dpopPrivateKeyJwk());
    }

    // Logged only: the work under the lock is done, so a failure of a custom store has no consequences here.
    private static void release(SessionLock lock, String did) {
        try {
            lock.close();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "IDOA-0406: Cannot release the lock of " + did, e);
        }
    }
}
