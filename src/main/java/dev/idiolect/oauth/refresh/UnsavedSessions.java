package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionLock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Refreshed sessions that could not be saved: the only copies of their tokens, because the server has consumed the
 * stored ones. Safe for use by many threads.
 */
final class UnsavedSessions {

    /** A refreshed session, and the stored session that it replaces. */
    record Unsaved(OAuthSession before, OAuthSession after, long since) {}

    private final Duration longestHold;
    private final LongSupplier nanoTime;
    private final Map<String, Unsaved> sessions = new ConcurrentHashMap<>();

    // Still held: another process would load the consumed token and use it again.
    private final Map<String, SessionLock> heldLocks = new ConcurrentHashMap<>();

    // Also the accounts whose lock is no longer held: a retry notices a logout.
    private final Set<String> toSave = ConcurrentHashMap.newKeySet();

    /** @param longestHold how long the lock of an account is held for its unsaved session */
    UnsavedSessions(Duration longestHold, LongSupplier nanoTime) {
        this.longestHold = longestHold;
        this.nanoTime = nanoTime;
    }

    boolean contains(String did) {
        return sessions.containsKey(did);
    }

    int size() {
        return sessions.size();
    }

    @Nullable
    Unsaved get(String did) {
        return sessions.get(did);
    }

    void add(OAuthSession before, OAuthSession after) {
        sessions.putIfAbsent(before.did(), new Unsaved(before, after, nanoTime.getAsLong()));
    }

    void remove(String did) {
        sessions.remove(did);
    }

    /** Returns the accounts whose save is retried. Omits an account after an hour, even if its lock fails all the time. */
    Set<String> toSave() {
        return toSave.stream().filter(this::isRetried).collect(Collectors.toUnmodifiableSet());
    }

    private boolean isRetried(String did) {
        Unsaved unsaved = sessions.get(did);
        return unsaved != null && isYoungerThan(unsaved, RefreshLimits.SAVE_RETRIED_FOR);
    }

    /** Ends the retries of an account, because its store is closed. */
    void giveUp(String did) {
        toSave.remove(did);
    }

    /** Returns the lock that is held for an account, or null. The caller holds it from now on. */
    @Nullable
    SessionLock takeLock(String did) {
        return heldLocks.remove(did);
    }

    /** Keeps the lock of an account if it has an unsaved session. Returns false if the caller must release it. */
    boolean keepLock(String did, SessionLock lock) {
        Unsaved unsaved = sessions.get(did);
        // A closed store can no longer save the session, so other processes may continue.
        if (unsaved == null || !lock.remainsValidFor(Duration.ZERO) || !isRetried(did)) {
            toSave.remove(did);
            return false;
        }
        toSave.add(did);
        if (!isYoungerThan(unsaved, longestHold)) {
            return false;
        }
        heldLocks.put(did, lock);
        return true;
    }

    private boolean isYoungerThan(Unsaved unsaved, Duration age) {
        return nanoTime.getAsLong() - unsaved.since() < age.toNanos();
    }
}
