package dev.idiolect.oauth.login;

import dev.idiolect.oauth.internal.http.RequestThreads;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Acquires the locks of accounts for logouts. A refresh at a slow server holds its lock for up to two minutes, and each logout
 * that waits for it holds a thread, usually that of a request. So few wait for long, and few for one account. Thread-safe.
 */
final class LogoutLocks {

    /** How long any logout may wait. A usual refresh takes less. */
    static final Duration SHORT_WAIT = Duration.ofSeconds(2);

    static final int MAX_LONG_WAITS = RequestThreads.share() / 4;
    static final int MAX_OF_ACCOUNT = 2;

    private final OAuthTokenStore store;
    private final Semaphore longWaits = new Semaphore(MAX_LONG_WAITS);
    private final Map<String, Integer> waiting = new HashMap<>();

    LogoutLocks(OAuthTokenStore store) {
        this.store = store;
    }

    /** @throws StoreException if the lock cannot be acquired, or too many logouts wait */
    SessionLock lock(String did) {
        enter(did);
        try {
            return lockLater(did);
        } finally {
            leave(did);
        }
    }

    private SessionLock lockLater(String did) {
        try {
            return store.lockForLogin(did, SHORT_WAIT);
        } catch (StoreException e) {
            if (!e.isTransient() || !longWaits.tryAcquire()) {
                throw e;
            }
        }
        try {
            return store.lockForLogin(did, LockedChange.LOCK_WAIT.minus(SHORT_WAIT));
        } finally {
            longWaits.release();
        }
    }

    private synchronized void enter(String did) {
        int others = waiting.getOrDefault(did, 0);
        if (others >= MAX_OF_ACCOUNT) {
            throw StoreException.transientFailure(
                    "Cannot sign out " + did + " now: " + others + " other sign-outs of it wait for a refresh. Sign out"
                            + " again later",
                    null);
        }
        waiting.put(did, others + 1);
    }

    private synchronized void leave(String did) {
        waiting.computeIfPresent(did, (key, count) -> count == 1 ? null : count - 1);
    }
}
