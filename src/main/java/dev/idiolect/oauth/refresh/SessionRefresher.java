package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionEnded;
import dev.idiolect.oauth.session.SessionListener;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Predicate;

/**
 * Gives live sessions: loads them, refreshes them before they expire, one at a time for each account, and saves what a
 * refresh gave before anybody sees it. Safe for use by many threads; one for each store of an application.
 *
 * <p>Every method blocks. A refresh runs on a thread of its own, for which a caller waits three minutes at most; one that
 * gives up, or is interrupted, leaves it running.
 *
 * <p>"One at a time" reaches as far as {@link OAuthTokenStore#lock} does: across processes with the stores of this
 * library that persist. A session that is fresh takes no lock.
 */
public final class SessionRefresher {

    /** How long before its end an access token is refreshed unless configured otherwise. */
    public static final Duration DEFAULT_THRESHOLD = Duration.ofSeconds(60);

    private static final Logger LOG = System.getLogger(SessionRefresher.class.getName());

    // Joining flights of others again and again must end even if each lands on a session that is of no use to us.
    private static final int MAX_JOINED = 8;

    private final OAuthTokenStore store;
    private final Duration threshold;
    private final Clock clock;
    private final Map<String, RefreshFlight> flights = new ConcurrentHashMap<>();
    private final RefreshBackoff pauses;
    private final LockedRefresh exclusive;
    private final SessionListener listener;
    private final ThreadFactory threads;
    private final SaveRetrier lateSaves;

    /**
     * Creates a refresher with the default threshold and the system's clock.
     *
     * @param store where the sessions are kept
     * @param refresher what exchanges a refresh token
     */
    public SessionRefresher(OAuthTokenStore store, Refresher refresher) {
        this(store, refresher, DEFAULT_THRESHOLD, Clock.systemUTC());
    }

    /**
     * Creates a refresher.
     *
     * @param store where the sessions are kept
     * @param refresher what exchanges a refresh token
     * @param threshold how long before its end an access token is refreshed, zero or more; for each session at most a tenth
     *     of its token's life counts
     * @param clock the local time
     * @throws IllegalArgumentException if {@code threshold} is negative
     */
    public SessionRefresher(OAuthTokenStore store, Refresher refresher, Duration threshold, Clock clock) {
        this(store, refresher, threshold, clock, SessionListener.none());
    }

    /**
     * Creates a refresher that tells of sessions which their servers end.
     *
     * @param store where the sessions are kept
     * @param refresher what exchanges a refresh token
     * @param threshold as for {@link #SessionRefresher(OAuthTokenStore, Refresher, Duration, Clock)}
     * @param clock the local time
     * @param listener is told of each {@link SessionEnded}, on a thread of this object's own, before callers see the failure
     * @throws IllegalArgumentException if {@code threshold} is negative
     */
    public SessionRefresher(
            OAuthTokenStore store, Refresher refresher, Duration threshold, Clock clock, SessionListener listener) {
        this(store, refresher, threshold, clock, listener, new DaemonThreads());
    }

    /**
     * Creates a refresher with threads of another's making.
     *
     * @param store where the sessions are kept
     * @param refresher what exchanges a refresh token
     * @param threshold as for {@link #SessionRefresher(OAuthTokenStore, Refresher, Duration, Clock)}
     * @param clock the local time
     * @param listener as for
     *     {@link #SessionRefresher(OAuthTokenStore, Refresher, Duration, Clock, SessionListener)}
     * @param threads makes the thread of each refresh, asked on the thread of its first caller, whose context it may pass on;
     *     never one that is interrupted while a refresh is under way
     * @throws IllegalArgumentException if {@code threshold} is negative
     */
    public SessionRefresher(
            OAuthTokenStore store,
            Refresher refresher,
            Duration threshold,
            Clock clock,
            SessionListener listener,
            ThreadFactory threads) {
        if (threshold.isNegative()) {
            throw new IllegalArgumentException("threshold must be zero or more, was " + threshold);
        }
        this.store = store;
        this.threshold = threshold;
        this.clock = clock;
        pauses = new RefreshBackoff(clock);
        exclusive = new LockedRefresh(store, refresher, clock);
        this.listener = listener;
        this.threads = threads;
        lateSaves = new SaveRetrier(this::saveLate, threads);
    }

    /**
     * Returns a session whose access token is live, refreshed if it is about to end. While a refresh fails for a passing
     * reason and the token still has time left, the session is returned as it is.
     *
     * @param did the account
     * @return the live session
     * @throws InvalidDidException if {@code did} is no DID
     * @throws NoSessionException if no session is stored for the account
     * @throws ReauthenticationRequiredException if the session has ended for good; without a network call if that is known
     * @throws RefreshException if the refresh failed, or failed a moment ago
     * @throws StoreException if the store fails
     */
    public OAuthSession refreshIfNeeded(String did) {
        OAuthSession session = stored(did);
        if (isFresh(session)) {
            return session;
        }
        try {
            return refreshed(did, this::isFresh, true);
        } catch (RefreshException e) {
            if (e.isTransient() && !session.isExpired(clock.instant()) && !exclusive.hasUnsaved(did)) {
                return session;
            }
            throw e;
        }
    }

    /**
     * Returns the session after a refresh, whether it was due or not. Callers at the same time share one refresh.
     *
     * @param did the account
     * @return the refreshed session
     * @throws InvalidDidException if {@code did} is no DID
     * @throws NoSessionException if no session is stored for the account
     * @throws ReauthenticationRequiredException if the session has ended for good; without a network call if that is known
     * @throws RefreshException if the refresh failed
     * @throws StoreException if the store fails
     */
    public OAuthSession refresh(String did) {
        return refreshed(did, isNewerThan(stored(did)), false);
    }

    /**
     * Returns a session to try again with, after a server refused the access token of one: the one that is stored by now
     * if somebody else has refreshed it, else a refreshed one.
     *
     * @param refused the session whose access token was refused
     * @return a session with another access token
     * @throws NoSessionException if no session is stored for the account
     * @throws ReauthenticationRequiredException if the session has ended for good; without a network call if that is known
     * @throws RefreshException if the refresh failed, or failed a moment ago
     * @throws StoreException if the store fails
     */
    public OAuthSession renew(OAuthSession refused) {
        OAuthSession session = stored(refused.did());
        Predicate<OAuthSession> newer = isNewerThan(refused);
        return newer.test(session) ? session : refreshed(refused.did(), newer, true);
    }

    /**
     * Returns the session as it is stored, without refreshing it.
     *
     * @param did the account
     * @return the session; empty if there is none
     * @throws InvalidDidException if {@code did} is no DID
     * @throws StoreException if the store fails
     */
    public Optional<OAuthSession> find(String did) {
        return store.load(did);
    }

    private OAuthSession stored(String did) {
        OAuthSession session = store.load(Did.require(did)).orElseThrow(() -> new NoSessionException(did));
        // What waits to be saved is newer than what is stored.
        if (session.refreshExpired(clock.instant()) && !exclusive.hasUnsaved(did)) {
            throw LockedRefresh.ended(session);
        }
        return session;
    }

    private boolean isFresh(OAuthSession session) {
        Instant now = clock.instant();
        return !session.needsRefresh(now, effectiveThreshold(session)) && !exclusive.hasUnsaved(session.did());
    }

    // A threshold longer than a token's life would mean a refresh at every call.
    private Duration effectiveThreshold(OAuthSession session) {
        Duration life = Duration.between(session.issuedAt(), session.expiresAt());
        Duration most = life.isNegative() ? Duration.ZERO : life.dividedBy(10);
        return threshold.compareTo(most) < 0 ? threshold : most;
    }

    // Legacy access tokens of one second are equal to the letter, refresh tokens never are.
    private Predicate<OAuthSession> isNewerThan(OAuthSession known) {
        return session -> !session.isExpired(clock.instant())
                && !(session.accessJwt().equals(known.accessJwt())
                        && session.refreshJwt().equals(known.refreshJwt()));
    }

    private OAuthSession refreshed(String did, Predicate<OAuthSession> wanted, boolean patient) {
        long start = System.nanoTime();
        for (int joined = 0; ; joined++) {
            Duration left = RefreshLimits.CALLER_WAITS.minusNanos(System.nanoTime() - start);
            if (patient && !flights.containsKey(did)) {
                pauses.check(did);
            }
            RefreshFlight own = new RefreshFlight(did, threads);
            RefreshFlight flight = flights.computeIfAbsent(did, key -> own);
            if (flight == own) {
                flight.start(() -> fly(did, wanted), () -> landed(did, own));
                return flight.await(left);
            }
            OAuthSession session = flight.await(left);
            if (wanted.test(session) || joined == MAX_JOINED) {
                return session;
            }
        }
    }

    private OAuthSession fly(String did, Predicate<OAuthSession> wanted) {
        try {
            OAuthSession session = exclusive.run(did, wanted);
            pauses.forget(did);
            return session;
        } catch (RefreshException e) {
            pauses.failed(did, e);
            throw e;
        } catch (ReauthenticationRequiredException | NoSessionException e) {
            pauses.forget(did);
            throw e;
        } finally {
            if (exclusive.hasUnsaved(did)) {
                lateSaves.start();
            }
        }
    }

    // Off the map first: a listener that takes its time, or asks for the session, must not stop later callers.
    private void landed(String did, RefreshFlight flight) {
        flights.remove(did, flight);
        exclusive.pollEnded(did).ifPresent(listener::tell);
    }

    private boolean saveLate() {
        for (String did : exclusive.held()) {
            try {
                refreshed(did, any -> true, false);
            } catch (OAuthException e) {
                LOG.log(Level.DEBUG, "The refreshed session of {0} still waits to be saved: {1}", did, e.getMessage());
            } catch (RuntimeException | Error e) {
                LOG.log(Level.WARNING, "The refreshed session of " + did + " still waits to be saved", e);
            }
        }
        return !exclusive.held().isEmpty();
    }
}
