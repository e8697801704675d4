package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.internal.http.CallerContext;
import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.internal.http.FutureTimeout;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.telemetry.Gauge;
import dev.idiolect.oauth.telemetry.Telemetry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Predicate;

/**
 * Runs the refreshes, at most one for each account at a time, which all callers share. Delays the next refresh after a
 * failure, and retries failed saves in the background. Safe for use by many threads.
 */
final class RefreshFlights {

    private static final Logger LOG = System.getLogger(RefreshFlights.class.getName());

    // Bounds the number of flights that a caller joins without getting a usable session.
    private static final int MAX_JOINED = 8;

    private final Map<String, RefreshFlight> flights = new ConcurrentHashMap<>();
    private final LockedRefresh lockedRefresh;
    private final RefreshBackoff backoff;
    private final RefreshMeasurement measurement;
    private final RefreshEvents events;
    private final Telemetry.Registration unsavedGauge;
    private final FailureWarnings warnings = new FailureWarnings();
    private final Clock clock;
    private final ThreadFactory threadFactory;
    // Without it, an account would stay locked until its next call, which may never come.
    private final BackgroundRetrier saveRetrier;

    RefreshFlights(SessionRefresher.Builder builder) {
        clock = builder.clock;
        backoff = new RefreshBackoff(clock);
        measurement = new RefreshMeasurement(builder.telemetry);
        events = new RefreshEvents(builder.listener, builder.endingNotice, measurement);
        lockedRefresh = new LockedRefresh(builder, measurement, events);
        unsavedGauge =
                builder.telemetry.gauge(Gauge.UNSAVED_SESSIONS, () -> OptionalLong.of(lockedRefresh.unsavedCount()));
        threadFactory = builder.telemetryThreads();
        saveRetrier = new BackgroundRetrier("idiolect-oauth-save", this::retrySaves, threadFactory);
    }

    /** Ends the revocations that wait. */
    void close() {
        lockedRefresh.close();
        unsavedGauge.close();
    }

    int unsavedCount() {
        return lockedRefresh.unsavedCount();
    }

    /** Returns whether a refreshed session, newer than the stored one, is not saved yet. */
    boolean hasUnsaved(String did) {
        return lockedRefresh.hasUnsaved(did);
    }

    /**
     * Returns a {@code usable} session like {@link #refreshUnless}. If the refresh fails while the known session's
     * access token is valid, returns the known session.
     */
    OAuthSession refreshOrKeep(OAuthSession known, Predicate<OAuthSession> usable) {
        try {
            return refreshUnless(known.did(), usable, RefreshCause.EXPIRY);
        } catch (RefreshException e) {
            return keep(known, e);
        }
    }

    /** Like {@link #refreshOrKeep}, without blocking during the refresh. */
    CompletableFuture<OAuthSession> refreshOrKeepLater(OAuthSession known, Predicate<OAuthSession> usable) {
        return refreshUnlessLater(known.did(), usable, RefreshCause.EXPIRY)
                .exceptionally(failure -> keep(known, unchecked(failure)));
    }

    private static RuntimeException unchecked(Throwable failure) {
        return DaemonThreads.unchecked(CallerContext.cause(failure));
    }

    private OAuthSession keep(OAuthSession known, RuntimeException failure) {
        if (!(failure instanceof RefreshException e) || known.isExpired(clock.instant()) || hasUnsaved(known.did())) {
            throw failure;
        }
        warnings.warn(known.did(), e);
        return known;
    }

    /** Returns a {@code usable} stored session, or refreshes it. Joins a refresh that another caller has started. */
    OAuthSession refreshUnless(String did, Predicate<OAuthSession> usable, RefreshCause cause) {
        long start = System.nanoTime();
        for (int joined = 0; ; joined++) {
            Duration left = RefreshLimits.CALLER_WAIT.minusNanos(System.nanoTime() - start);
            Joined to = join(did, usable, cause);
            OAuthSession session = to.flight().await(left);
            if (to.own() || usable.test(session) || joined == MAX_JOINED) {
                return session;
            }
        }
    }

    /** Like {@link #refreshUnless}, without blocking during the refresh. Completes with the context of this caller. */
    CompletableFuture<OAuthSession> refreshUnlessLater(String did, Predicate<OAuthSession> usable, RefreshCause cause) {
        try {
            CompletableFuture<OAuthSession> session = attach(did, usable, cause, 0);
            Duration limit = RefreshLimits.CALLER_WAIT;
            FutureTimeout.set(
                    session, limit, () -> session.completeExceptionally(RefreshFlight.timedOut(did, limit, null)));
            return CallerContext.resume(session, threadFactory);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<OAuthSession> attach(
            String did, Predicate<OAuthSession> usable, RefreshCause cause, int joined) {
        Joined to = join(did, usable, cause);
        return to.flight()
                .outcome()
                .thenCompose(session -> to.own() || usable.test(session) || joined == MAX_JOINED
                        ? CompletableFuture.completedFuture(session)
                        : attach(did, usable, cause, joined + 1));
    }

    /**
     * The running refresh of an account, and whether this caller started it. Only that caller always uses its session.
     */
    private record Joined(RefreshFlight flight, boolean own) {}

    private Joined join(String did, Predicate<OAuthSession> usable, RefreshCause cause) {
        if (cause.respectsBackoff() && !flights.containsKey(did)) {
            backoff.check(did, cause);
        }
        RefreshFlight own = new RefreshFlight(did, threadFactory);
        RefreshFlight flight = flights.computeIfAbsent(did, key -> own);
        if (flight == own) {
            flight.start(() -> run(did, usable, cause), () -> done(did, own));
        }
        return new Joined(flight, flight == own);
    }

    private OAuthSession run(String did, Predicate<OAuthSession> usable, RefreshCause cause) {
        boolean isRetryOfSave = hasUnsaved(did);
        try {
            LockedRefresh.Result result = measurement.refresh(() -> lockedRefresh.run(did, usable, cause));
            backoff.reset(did);
            warnings.reset(did);
            return result.session();
        } catch (RefreshException e) {
            backoff.failed(did, e);
            events.failed(did, e);
            throw e;
        } catch (ReauthenticationRequiredException | NoSessionException e) {
            backoff.reset(did);
            throw e;
        } catch (StoreException e) {
            if (!isRetryOfSave) {
                events.failed(did, e);
                warnIfUnsaved(did, e);
            }
            throw e;
        } finally {
            if (hasUnsaved(did)) {
                saveRetrier.start();
            }
        }
    }

    // Only once, because the retries can fail for an hour.
    private void warnIfUnsaved(String did, StoreException failure) {
        if (hasUnsaved(did)) {
            LOG.log(
                    Level.WARNING,
                    "IDOA-0306: The new tokens of {0} are only in memory, because the store failed. Do not stop the"
                            + " application: it tries to save them for an hour. {1}",
                    did,
                    failure.getMessage());
        }
    }

    // Removes the flight before it calls the listener, which may be slow or load the session.
    private void done(String did, RefreshFlight flight) {
        flights.remove(did, flight);
        events.deliver(did);
    }

    private boolean retrySaves() {
        for (String did : lockedRefresh.accountsToSave()) {
            try {
                refreshUnless(did, any -> true, RefreshCause.REQUEST);
            } catch (OAuthException e) {
                LOG.log(Level.DEBUG, "The refreshed session of {0} is not saved yet: {1}", did, e.getMessage());
            } catch (RuntimeException | Error e) {
                LOG.log(Level.WARNING, "IDOA-0301: The refreshed session of " + did + " is not saved yet", e);
            }
        }
        return !lockedRefresh.accountsToSave().isEmpty();
    }
}
