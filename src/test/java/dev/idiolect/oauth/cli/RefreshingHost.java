package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Refreshes sessions as an application on another host does, with its permit, and signs some accounts in again. */
final class RefreshingHost implements AutoCloseable {

    private static final Duration LOCK_TIMEOUT = Duration.ofMillis(200);

    private final OAuthTokenStore store;
    private final List<String> dids;
    private final Map<String, OAuthSession> newest = new TreeMap<>();
    private final Random random = new Random();
    private int refreshes;
    private @Nullable Throwable failure;
    private volatile boolean stopped;
    private final CompletableFuture<Void> ended;

    /** @param sessions the stored sessions */
    RefreshingHost(OAuthTokenStore store, List<OAuthSession> sessions) {
        this.store = store;
        sessions.forEach(session -> newest.put(session.did(), session));
        dids = List.copyOf(newest.keySet());
        ended = OwnThread.run(this::refreshAll);
    }

    private void refreshAll() {
        try {
            while (!stopped) {
                refreshOne(dids.get(random.nextInt(dids.size())));
            }
        } catch (RuntimeException e) {
            synchronized (this) {
                failure = e;
            }
        }
    }

    private synchronized void refreshOne(String did) {
        OAuthSession old = newest.get(did);
        OAuthSession fresh = old.toBuilder().refreshJwt("token-" + refreshes).build();
        boolean login = refreshes % 5 == 0;
        try {
            SessionLock lock = login ? store.lockForLogin(did, LOCK_TIMEOUT) : store.lock(did, LOCK_TIMEOUT);
            try {
                if (login || lock.permit(old)) {
                    if (!store.replace(did, old, fresh)) {
                        throw new IllegalStateException("The tokens of " + did + " were lost");
                    }
                    newest.put(did, fresh);
                    refreshes++;
                }
            } finally {
                lock.close();
            }
        } catch (StoreException e) {
            if (!e.isTransient()) {
                throw e;
            }
            // The rotation holds the lease.
            refreshes++;
        }
    }

    /** Waits for the running refresh, and runs a check before the next one. */
    synchronized void pausedFor(Check check) throws Exception {
        if (failure != null) {
            throw new AssertionError("The host failed", failure);
        }
        check.of(newest);
    }

    interface Check {
        /** @param newest the newest session of each account */
        void of(Map<String, OAuthSession> newest) throws Exception;
    }

    synchronized int refreshes() {
        return refreshes;
    }

    void stop() {
        stopped = true;
        ended.join();
    }

    @Override
    public void close() {
        stop();
    }
}
