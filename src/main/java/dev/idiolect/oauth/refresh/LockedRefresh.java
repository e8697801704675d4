package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.session.EndReason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionEnded;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Refreshes a session under the store's lock: loads it again, refreshes it unless another process has done so, and
 * saves it.
 */
final class LockedRefresh {

    private static final Logger LOG = System.getLogger(LockedRefresh.class.getName());

    /** A refreshed session that could not be saved, and the stored session that it replaces. */
    private record Unsaved(OAuthSession before, OAuthSession after, long since) {

        Unsaved(OAuthSession before, OAuthSession after) {
            this(before, after, System.nanoTime());
        }

        boolean mayHoldLock(Duration longestHold) {
            return System.nanoTime() - since < longestHold.toNanos();
        }
    }

    private final OAuthTokenStore store;
    private final Refresher refresher;
    private final Clock clock;
    private final Duration longestHold;

    private final RefusalCount refusals;
    private final AbandonedTokens abandoned;

    // The only copies of these tokens: the server has consumed the stored ones.
    private final Map<String, Unsaved> unsaved = new ConcurrentHashMap<>();

    // The locks of unsaved sessions, still held: another process would load the consumed token and use it again.
    private final Map<String, SessionLock> heldLocks = new ConcurrentHashMap<>();

    // The unsaved sessions whose store is open. A save is retried even without the lock, to notice a logout.
    private final Set<String> toSave = ConcurrentHashMap.newKeySet();

    // Events of sessions that servers have ended, until they are polled.
    private final Map<String, SessionEnded> ended = new ConcurrentHashMap<>();

    LockedRefresh(SessionRefresher.Builder builder) {
        store = builder.store;
        refresher = builder.refresher;
        clock = builder.clock;
        longestHold = builder.longestHold;
        refusals = new RefusalCount(clock);
        abandoned = new AbandonedTokens(refresher, builder.threadFactory);
    }

    boolean hasUnsaved(String did) {
        return unsaved.containsKey(did);
    }

    /** Returns the event if the server has ended the session. Returns it once; other processes do not see this end. */
    Optional<SessionEnded> pollEnded(String did) {
        return Optional.ofNullable(ended.remove(did));
    }

    /** Returns the accounts with an unsaved session whose save is retried. */
    Set<String> accountsToSave() {
        return Set.copyOf(toSave);
    }

    /**
     * Returns the stored session if it is {@code usable}; otherwise refreshes it. At most one caller per account at a
     * time.
     */
    OAuthSession run(String did, Predicate<OAuthSession> usable, RefreshCause cause) {
        SessionLock held = heldLocks.remove(did);
        SessionLock lock = held == null ? lock(did) : held;
        try {
            return underLock(did, usable, cause, lock);
        } finally {
            Unsaved pending = unsaved.get(did);
            // A closed store can no longer save the session, so other processes may continue.
            if (pending == null || !lock.remainsValidFor(Duration.ZERO)) {
                toSave.remove(did);
                release(did, lock);
            } else {
                toSave.add(did);
                holdOrRelease(did, pending, lock);
            }
        }
    }

    private void holdOrRelease(String did, Unsaved pending, SessionLock lock) {
        if (pending.mayHoldLock(longestHold)) {
            heldLocks.put(did, lock);
        } else {
            release(did, lock);
        }
    }

    private SessionLock lock(String did) {
        try {
            return store.lock(did, RefreshLimits.LOCK_WAIT);
        } catch (StoreException e) {
            if (!e.isTransient()) {
                toSave.remove(did);
            }
            throw RefreshException.transientFailure(did, "the store's refresh lock could not be acquired", null, e);
        }
    }

    // Logged only: the work under the lock is done, and the caller gets its result.
    private static void release(String did, SessionLock lock) {
        try {
            lock.close();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Cannot release the refresh lock of " + did, e);
        }
    }

    private OAuthSession underLock(String did, Predicate<OAuthSession> usable, RefreshCause cause, SessionLock lock) {
        Unsaved pending = unsaved.get(did);
        if (pending != null) {
            OAuthSession saved = save(pending.before(), pending.after());
            if (usable.test(saved)) {
                return saved;
            }
        }
        OAuthSession session = store.load(did).orElseThrow(() -> new NoSessionException(did));
        if (session.refreshExpired(clock.instant())) {
            throw ended(session);
        }
        if (usable.test(session)) {
            return session;
        }
        if (!lock.remainsValidFor(RefreshLimits.SAVED_WITHIN)) {
            throw RefreshException.transientFailure(
                    did, "the store is closing, or its lock file was replaced", null, null);
        }
        return refresh(session, usable, cause);
    }

    private OAuthSession refresh(OAuthSession session, Predicate<OAuthSession> usable, RefreshCause cause) {
        String did = session.did();
        OAuthSession refreshed;
        try {
            refreshed = refresher.refresh(session);
        } catch (ReauthenticationRequiredException e) {
            refusals.reset(did);
            if (e.isAccessTokenUsable() && isStillAccepted(session, cause)) {
                throw RefreshException.permanentFailure(did, String.valueOf(e.getMessage()), null, e);
            }
            return newerThanEnded(session, usable, e);
        } catch (RefreshException e) {
            if (endsAfter(session, cause, e)) {
                return newerThanEnded(session, usable, refusedTooOften(e));
            }
            throw e;
        }
        refusals.reset(did);
        if (!refreshed.did().equals(did)) {
            throw RefreshException.permanentFailure(
                    did, "the refresher returned a session of another account, " + refreshed.did(), null);
        }
        OAuthSession saved = save(session, refreshed);
        // Logging comes after the save because a log handler can throw.
        LOG.log(
                Level.DEBUG,
                "Refreshed the session of {0}; the access token is valid until {1}",
                did,
                refreshed.expiresAt());
        return saved;
    }

    private boolean endsAfter(OAuthSession session, RefreshCause cause, RefreshException failure) {
        if (!failure.countsTowardsEnd()) {
            refusals.reset(failure.did());
            return false;
        }
        return refusals.countRefusal(session) && !isStillAccepted(session, cause);
    }

    /** Returns whether the access token may still serve calls: it has not expired, and no server has refused it. */
    private boolean isStillAccepted(OAuthSession session, RefreshCause cause) {
        return cause == RefreshCause.EXPIRY && !session.isExpired(clock.instant());
    }

    private ReauthenticationRequiredException refusedTooOften(RefreshException last) {
        refusals.reset(last.did());
        return ReauthenticationRequiredException.of(
                last.did(),
                "several refreshes in a row were refused or brought no tokens; the last one: " + last.getMessage());
    }

    private OAuthSession save(OAuthSession before, OAuthSession after) {
        String did = before.did();
        unsaved.putIfAbsent(did, new Unsaved(before, after));
        Optional<OAuthSession> current;
        try {
            current = store.load(did);
        } catch (StoreException unreadable) {
            current = Optional.of(before);
        }
        // If the store has no lock, a login or logout may have written meanwhile. Its result wins.
        if (current.isEmpty()) {
            unsaved.remove(did);
            abandoned.revoke(after);
            throw new NoSessionException(did);
        }
        if (!current.get().refreshJwt().equals(before.refreshJwt())) {
            unsaved.remove(did);
            if (isOfOtherLogin(current.get(), after)) {
                abandoned.revoke(after);
            }
            return current.get();
        }
        store.save(after);
        unsaved.remove(did);
        return after;
    }

    // Every OAuth login has its own key, which its refreshes keep. A server may have given another process the same
    // tokens, so those of the same login are not revoked.
    private static boolean isOfOtherLogin(OAuthSession one, OAuthSession other) {
        return !one.isBearer() && !other.isBearer() && !one.dpopPrivateKeyJwk().equals(other.dpopPrivateKeyJwk());
    }

    /**
     * Handles the end of a session. Returns the stored session if it has become newer. Otherwise marks the session as
     * ended, so that no further request is sent, and throws.
     */
    private OAuthSession newerThanEnded(
            OAuthSession session, Predicate<OAuthSession> usable, ReauthenticationRequiredException end) {
        OAuthSession current = store.load(session.did()).orElseThrow(() -> new NoSessionException(session.did()));
        if (!current.refreshJwt().equals(session.refreshJwt())) {
            if (usable.test(current)) {
                return current;
            }
            throw RefreshException.transientFailure(
                    session.did(), "another process refreshed the session at the same time", null, end);
        }
        LOG.log(Level.WARNING, end.getMessage());
        try {
            store.save(current.toBuilder().refreshExpiresAt(clock.instant()).build());
            ended.put(session.did(), new SessionEnded(session.did(), end.reason(), String.valueOf(end.getMessage())));
        } catch (StoreException e) {
            end.addSuppressed(e);
        }
        throw end;
    }

    static ReauthenticationRequiredException ended(OAuthSession session) {
        return ReauthenticationRequiredException.of(
                session.did(), EndReason.EXPIRED, "the refresh token expired at " + session.refreshExpiresAt());
    }
}
