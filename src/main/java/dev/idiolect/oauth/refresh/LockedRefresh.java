package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.session.EndReason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionEnded;
import dev.idiolect.oauth.session.internal.SessionChanges;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.ClosedStoreException;
import dev.idiolect.oauth.store.internal.SameTokens;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes a session under the store's lock: loads it again, refreshes it unless another process has done so, and
 * saves it.
 */
final class LockedRefresh {

    private static final Logger LOG = System.getLogger(LockedRefresh.class.getName());

    /**
     * The session after the work under the lock.
     *
     * @param refreshed whether new tokens were saved now
     */
    record Result(OAuthSession session, boolean refreshed) {

        static Result stored(OAuthSession session) {
            return new Result(session, false);
        }
    }

    private final OAuthTokenStore store;
    private final Refresher refresher;
    private final Clock clock;
    private final RefusalCount refusals;
    private final UnknownOutcomes outcomes = new UnknownOutcomes();
    private final RefreshMeasurement measurement;
    private final AbandonedTokens abandoned;
    private final UnsavedSessions unsaved;
    private final RefreshEvents events;

    LockedRefresh(SessionRefresher.Builder builder, RefreshMeasurement measurement, RefreshEvents events) {
        store = builder.measuredStore();
        this.measurement = measurement;
        this.events = events;
        refresher = builder.refresher;
        clock = builder.clock;
        refusals = new RefusalCount(clock);
        unsaved = new UnsavedSessions(builder.longestHold, builder.nanoTime);
        abandoned = new AbandonedTokens(refresher, builder.telemetryThreads());
    }

    /** Ends the revocations that wait. */
    void close() {
        abandoned.close();
    }

    boolean hasUnsaved(String did) {
        return unsaved.contains(did);
    }

    int unsavedCount() {
        return unsaved.size();
    }

    /** Returns the accounts with an unsaved session whose save is retried. */
    Set<String> accountsToSave() {
        return unsaved.toSave();
    }

    /**
     * Returns the stored session if it is {@code usable}; otherwise refreshes it. At most one caller per account at a
     * time.
     */
    Result run(String did, Predicate<OAuthSession> usable, RefreshCause cause) {
        SessionLock held = unsaved.takeLock(did);
        if (held != null) {
            Result saved = withLock(did, held, () -> savePending(did));
            if (saved != null && usable.test(saved.session())) {
                return saved;
            }
        }
        // A new lock, because each grants one permit only.
        SessionLock lock = lock(did);
        return withLock(did, lock, () -> underLock(did, usable, cause, lock));
    }

    private <T extends @Nullable Result> T withLock(String did, SessionLock lock, Supplier<T> work) {
        try {
            return work.get();
        } finally {
            if (!unsaved.keepLock(did, lock)) {
                release(did, lock);
            }
        }
    }

    private @Nullable Result savePending(String did) {
        UnsavedSessions.Unsaved pending = unsaved.get(did);
        return pending == null ? null : save(pending.before(), pending.after());
    }

    private SessionLock lock(String did) {
        try {
            return store.lock(did, RefreshLimits.LOCK_WAIT);
        } catch (StoreException e) {
            // After any other failure, such as a changed password, saves can succeed again.
            if (ClosedStoreException.isCauseOf(e)) {
                unsaved.giveUp(did);
            }
            throw RefreshException.transientFailure(
                    did, "the store's refresh lock could not be acquired: " + e.getMessage(), null, e);
        }
    }

    // Logged only: the work under the lock is done, and the caller gets its result.
    private static void release(String did, SessionLock lock) {
        try {
            lock.close();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "IDOA-0304: Cannot release the refresh lock of " + did, e);
        }
    }

    private Result underLock(String did, Predicate<OAuthSession> usable, RefreshCause cause, SessionLock lock) {
        Result saved = savePending(did);
        if (saved != null && usable.test(saved.session())) {
            return saved;
        }
        OAuthSession session = store.load(did).orElseThrow(() -> new NoSessionException(did));
        if (session.refreshExpired(clock.instant())) {
            throw ended(session);
        }
        if (usable.test(session)) {
            return Result.stored(session);
        }
        if (!lock.remainsValidFor(RefreshLimits.SAVED_WITHIN)) {
            throw RefreshException.transientFailure(
                    did, "the store is closing, or its lock file was replaced", null, null);
        }
        return refresh(session, usable, cause, lock);
    }

    private Result refresh(OAuthSession session, Predicate<OAuthSession> usable, RefreshCause cause, SessionLock lock) {
        String did = session.did();
        OAuthSession refreshed;
        try {
            refreshed = refresher.refresh(session, lock);
        } catch (ReauthenticationRequiredException refused) {
            ReauthenticationRequiredException e = outcomes.explain(session, refused, lock);
            refusals.reset(did);
            if (e.isAccessTokenUsable() && isStillAccepted(session, cause)) {
                UnknownOutcomes.unused(session, lock);
                throw RefreshException.permanentFailure(did, String.valueOf(e.getMessage()), null, e);
            }
            return Result.stored(newerThanEnded(session, usable, e));
        } catch (RefreshException e) {
            outcomes.failed(session, e, lock);
            // Another host may have taken over, and refreshed the session.
            Optional<OAuthSession> newer = e.isTokenUnused() ? newer(session, usable) : Optional.empty();
            if (newer.isPresent()) {
                return Result.stored(newer.get());
            }
            if (endsAfter(session, cause, e)) {
                return Result.stored(newerThanEnded(session, usable, refusedTooOften(e)));
            }
            throw e;
        }
        refusals.reset(did);
        outcomes.reset(did);
        if (!refreshed.did().equals(did)) {
            throw RefreshException.permanentFailure(
                    did, "the refresher returned a session of another account, " + refreshed.did(), null);
        }
        Result saved = save(session, refreshed);
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

    private Result save(OAuthSession before, OAuthSession after) {
        String did = before.did();
        unsaved.add(before, after);
        // A login or logout may have changed the session in the meantime. It takes precedence.
        if (!tryReplace(before, after)) {
            OAuthSession current = store.load(did).orElse(null);
            unsaved.remove(did);
            // An earlier save failed only after it had written.
            if (SameTokens.have(current, after)) {
                return saved(before, after);
            }
            if (current == null || isOfOtherLogin(current, after)) {
                abandoned.revoke(after);
            }
            if (current == null) {
                throw new NoSessionException(did);
            }
            return Result.stored(current);
        }
        unsaved.remove(did);
        return saved(before, after);
    }

    private Result saved(OAuthSession before, OAuthSession after) {
        events.refreshed(before, after);
        return new Result(after, true);
    }

    private boolean tryReplace(OAuthSession before, OAuthSession after) {
        try {
            return replace(before, after);
        } catch (RuntimeException e) {
            measurement.saveFailed();
            throw e;
        }
    }

    private boolean replace(OAuthSession before, OAuthSession after) {
        try {
            return store.replace(before.did(), before, after);
        } finally {
            // A custom store does not count its changes.
            SessionChanges.changed(before.did());
        }
    }

    private Optional<OAuthSession> newer(OAuthSession session, Predicate<OAuthSession> usable) {
        try {
            return store.load(session.did())
                    .filter(current -> !SameTokens.have(current, session))
                    .filter(usable);
        } catch (StoreException e) {
            return Optional.empty();
        }
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
        if (!SameTokens.have(current, session)) {
            if (usable.test(current)) {
                return current;
            }
            throw RefreshException.transientFailure(
                    session.did(), "another process refreshed the session at the same time", null, end);
        }
        LOG.log(Level.WARNING, "IDOA-0303: " + end.getMessage());
        try {
            if (replace(
                    current,
                    current.toBuilder().refreshExpiresAt(clock.instant()).build())) {
                events.ended(new SessionEnded(session.did(), end.reason(), String.valueOf(end.getMessage())));
            }
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
