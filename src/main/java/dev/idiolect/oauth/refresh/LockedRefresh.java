package dev.idiolect.oauth.refresh;

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

/** What happens under the store's lock: read again, refresh if nobody else has, save. */
final class LockedRefresh {

    private static final Logger LOG = System.getLogger(LockedRefresh.class.getName());

    private static final Duration HELD_AT_MOST = Duration.ofMinutes(10);

    private record Unsaved(OAuthSession before, OAuthSession after, long since) {

        Unsaved(OAuthSession before, OAuthSession after) {
            this(before, after, System.nanoTime());
        }

        boolean isToBeHeld() {
            return System.nanoTime() - since < HELD_AT_MOST.toNanos();
        }
    }

    private final OAuthTokenStore store;
    private final Refresher refresher;
    private final Clock clock;

    // What a server gave and the store could not keep: the only copy there is, as the token before it is spent.
    private final Map<String, Unsaved> unsaved = new ConcurrentHashMap<>();

    // Whoever else had the right to refresh would find the spent token in the store and spend it again.
    private final Map<String, SessionLock> held = new ConcurrentHashMap<>();

    // What servers have ended, from when it is stored until somebody is told.
    private final Map<String, SessionEnded> lost = new ConcurrentHashMap<>();

    LockedRefresh(OAuthTokenStore store, Refresher refresher, Clock clock) {
        this.store = store;
        this.refresher = refresher;
        this.clock = clock;
    }

    boolean hasUnsaved(String did) {
        return unsaved.containsKey(did);
    }

    /** Returns, once, what is to be told of a session that its server has ended; no other process will find that out. */
    Optional<SessionEnded> pollEnded(String did) {
        return Optional.ofNullable(lost.remove(did));
    }

    /** Returns the accounts which nobody else can refresh until their sessions are saved. */
    Set<String> held() {
        return Set.copyOf(held.keySet());
    }

    /** Returns a stored session that is {@code wanted}, or else refreshes the stored one. One at a time for each account. */
    OAuthSession run(String did, Predicate<OAuthSession> wanted) {
        SessionLock kept = held.remove(did);
        SessionLock lock = kept == null ? lock(did) : kept;
        try {
            return underLock(did, wanted, lock);
        } finally {
            Unsaved left = unsaved.get(did);
            // A store that is closed saves nothing any more: let others go on.
            if (left != null && left.isToBeHeld() && lock.remainsValidFor(Duration.ZERO)) {
                held.put(did, lock);
            } else {
                release(did, lock);
            }
        }
    }

    private SessionLock lock(String did) {
        try {
            return store.lock(did, RefreshLimits.WAIT_FOR_LOCK);
        } catch (StoreException e) {
            throw RefreshException.transientFailure(
                    did, "the right to refresh it could not be had from the store", null, e);
        }
    }

    // What was done under the lock is done, and the caller is to know it.
    private static void release(String did, SessionLock lock) {
        try {
            lock.close();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The right to refresh the session of " + did + " could not be given back", e);
        }
    }

    private OAuthSession underLock(String did, Predicate<OAuthSession> wanted, SessionLock lock) {
        Unsaved left = unsaved.get(did);
        if (left != null) {
            OAuthSession kept = keep(left.before(), left.after());
            if (wanted.test(kept)) {
                return kept;
            }
        }
        OAuthSession session = store.load(did).orElseThrow(() -> new NoSessionException(did));
        if (session.refreshExpired(clock.instant())) {
            throw ended(session);
        }
        if (wanted.test(session)) {
            return session;
        }
        if (!lock.remainsValidFor(RefreshLimits.SAVED_WITHIN)) {
            throw RefreshException.transientFailure(
                    did, "its store is being closed, and might not keep what the server gives", null, null);
        }
        OAuthSession after;
        try {
            after = refresher.refresh(session);
        } catch (ReauthenticationRequiredException e) {
            return newerThanEnded(session, wanted, e);
        }
        if (!after.did().equals(did)) {
            throw RefreshException.permanentFailure(did, "the refresher returned a session of " + after.did(), null);
        }
        OAuthSession kept = keep(session, after);
        // Nothing before that could fail: a log handler may.
        LOG.log(Level.DEBUG, "Refreshed the session of {0}, now good until {1}", did, after.expiresAt());
        return kept;
    }

    private OAuthSession keep(OAuthSession before, OAuthSession after) {
        String did = before.did();
        unsaved.putIfAbsent(did, new Unsaved(before, after));
        Optional<OAuthSession> current;
        try {
            current = store.load(did);
        } catch (StoreException unreadable) {
            current = Optional.of(before);
        }
        // Somebody wrote without this lock, the application or a login on a store that has none: theirs is the last
        // word.
        if (current.isEmpty()) {
            unsaved.remove(did);
            throw new NoSessionException(did);
        }
        if (!current.get().refreshJwt().equals(before.refreshJwt())) {
            unsaved.remove(did);
            return current.get();
        }
        store.save(after);
        unsaved.remove(did);
        return after;
    }

    /** The server says the session is over; unless somebody has stored a newer one, nobody needs to ask it again. */
    private OAuthSession newerThanEnded(
            OAuthSession session, Predicate<OAuthSession> wanted, ReauthenticationRequiredException end) {
        OAuthSession current = store.load(session.did()).orElseThrow(() -> new NoSessionException(session.did()));
        if (!current.refreshJwt().equals(session.refreshJwt())) {
            if (wanted.test(current)) {
                return current;
            }
            throw RefreshException.transientFailure(
                    session.did(), "another process refreshed it at the same time", null, end);
        }
        LOG.log(Level.WARNING, end.getMessage());
        try {
            store.save(current.withRefreshExpiresAt(clock.instant()));
            lost.put(session.did(), new SessionEnded(session.did(), String.valueOf(end.getMessage())));
        } catch (StoreException e) {
            end.addSuppressed(e);
        }
        throw end;
    }

    static ReauthenticationRequiredException ended(OAuthSession session) {
        return new ReauthenticationRequiredException(
                session.did(), "its refresh token ended at " + session.refreshExpiresAt());
    }
}
