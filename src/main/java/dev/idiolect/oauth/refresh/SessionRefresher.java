package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.internal.http.PastTime;
import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionEnded;
import dev.idiolect.oauth.session.SessionListener;
import dev.idiolect.oauth.session.internal.EventDelivery;
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
 * Returns sessions with a valid access token: loads them from the store, refreshes them before they expire, and saves the new
 * tokens before any caller sees them. Thread-safe. Create one instance per store.
 *
 * <p>Only one refresh of an account runs at a time, because using a refresh token twice ends the session.
 * {@link OAuthTokenStore#lock} determines the scope of this guarantee: with this library's persistent stores, it covers
 * all processes. No lock is taken if no refresh is needed.
 *
 * <p>All methods block. A refresh runs on its own thread, and callers wait for it for at most three minutes. If a
 * caller times out or is interrupted, the refresh continues.
 */
public final class SessionRefresher {

    /** The default of {@link Builder#threshold}: 60 seconds. */
    public static final Duration DEFAULT_THRESHOLD = Duration.ofSeconds(60);

    private static final Logger LOG = System.getLogger(SessionRefresher.class.getName());

    // Bounds the number of flights that a caller joins without getting a usable session.
    private static final int MAX_JOINED = 8;

    private static final Duration RELOCATIONS_APART = Duration.ofMinutes(10);

    private final OAuthTokenStore store;
    private final Duration threshold;
    private final Clock clock;
    private final Map<String, RefreshFlight> flights = new ConcurrentHashMap<>();
    private final RefreshBackoff backoff;
    private final LruCache<PastTime> relocations = new LruCache<>(10_000);
    private final FailureWarnings warnings = new FailureWarnings();
    private final Refresher refresher;
    private final LockedRefresh lockedRefresh;
    private final SessionListener listener;
    private final ThreadFactory threadFactory;
    private final SaveRetrier saveRetrier;

    private SessionRefresher(Builder builder) {
        store = builder.store;
        threshold = builder.threshold;
        clock = builder.clock;
        backoff = new RefreshBackoff(clock);
        refresher = builder.refresher;
        lockedRefresh = new LockedRefresh(store, refresher, clock);
        listener = builder.listener;
        threadFactory = builder.threadFactory;
        saveRetrier = new SaveRetrier(this::retrySaves, threadFactory);
    }

    /**
     * Returns a builder.
     *
     * @param store the store of the sessions
     * @param refresher exchanges the refresh tokens
     * @return the builder, with a default for every other part
     */
    public static Builder builder(OAuthTokenStore store, Refresher refresher) {
        return new Builder(store, refresher);
    }

    /**
     * Returns a session with a valid access token, refreshing it if it is about to expire.
     *
     * <p>Concurrent callers share one refresh. If the refresh fails, for whatever reason, and the current token is still
     * valid, the session with that token is returned. Only a session that its server has ended is not used to the end of
     * its token.
     *
     * @param did the account
     * @return the session
     * @throws InvalidDidException if {@code did} is not a DID
     * @throws NoSessionException if no session is stored for the account
     * @throws ReauthenticationRequiredException if the session has ended; no request is sent if that is already known
     * @throws RefreshException if the access token has expired and the refresh failed, or is delayed after an earlier
     *     failure
     * @throws StoreException if the store fails
     */
    public OAuthSession refreshIfNeeded(String did) {
        OAuthSession session = stored(did);
        if (isFresh(session)) {
            return session;
        }
        try {
            return refreshUnless(did, this::isFresh, RefreshCause.EXPIRY);
        } catch (RefreshException e) {
            if (session.isExpired(clock.instant()) || lockedRefresh.hasUnsaved(did)) {
                throw e;
            }
            warnings.warn(did, e);
            return session;
        }
    }

    /**
     * Refreshes a session even if its access token is not about to expire, and ignores the delay after a failed
     * refresh. Concurrent callers share one refresh.
     *
     * @param did the account
     * @return the refreshed session
     * @throws InvalidDidException if {@code did} is not a DID
     * @throws NoSessionException if no session is stored for the account
     * @throws ReauthenticationRequiredException if the session has ended; no request is sent if that is already known
     * @throws RefreshException if the refresh failed
     * @throws StoreException if the store fails
     */
    public OAuthSession refresh(String did) {
        return refreshUnless(did, isNewerThan(stored(did)), RefreshCause.REQUEST);
    }

    /**
     * Returns a session for repeating a call after a server refused its access token, or its account because that is not
     * active there. Returns the stored session if it is newer; otherwise looks the account up, since it may have moved, and
     * refreshes the session.
     *
     * @param refused the session whose access token was refused
     * @return a session with another access token
     * @throws NoSessionException if no session is stored for the account
     * @throws ReauthenticationRequiredException if the session has ended; no request is sent if that is already known
     * @throws RefreshException if the refresh failed, or is delayed after an earlier failure
     * @throws StoreException if the store fails
     */
    public OAuthSession renew(OAuthSession refused) {
        OAuthSession session = stored(refused.did());
        Predicate<OAuthSession> newer = isNewerThan(refused);
        if (newer.test(session)) {
            return session;
        }
        refresher.recheckAccount(refused.did());
        return refreshUnless(refused.did(), newer, RefreshCause.REFUSAL);
    }

    /**
     * Returns a session to repeat a call with, after a server reported that the account is not active there. As
     * {@link #renew}, but at most once in ten minutes for each account: a deactivated account stays so for a long time, and
     * each refresh costs a token.
     *
     * @param refused the session whose account was refused
     * @return a session with another access token, or {@code refused} if the account was looked up a short while ago
     * @throws NoSessionException if no session is stored for the account
     * @throws ReauthenticationRequiredException if the session has ended, because the account has moved
     * @throws RefreshException if the refresh failed, or an earlier one failed a moment ago
     * @throws StoreException if the store fails
     */
    public OAuthSession renewIfMoved(OAuthSession refused) {
        OAuthSession session = stored(refused.did());
        if (isNewerThan(refused).test(session)) {
            return session;
        }
        Instant now = clock.instant();
        PastTime last = relocations.get(refused.did());
        if (last != null && last.isWithin(RELOCATIONS_APART, now)) {
            return refused;
        }
        relocations.put(refused.did(), new PastTime(now));
        return renew(refused);
    }

    /**
     * Returns the stored session of an account without refreshing it, or empty if there is none.
     *
     * @param did the account
     * @return the session
     * @throws InvalidDidException if {@code did} is not a DID
     * @throws StoreException if the store fails
     */
    public Optional<OAuthSession> find(String did) {
        return store.load(did);
    }

    /**
     * Returns the stored session of an account without refreshing it.
     *
     * @param did the account
     * @return the session
     * @throws InvalidDidException if {@code did} is not a DID
     * @throws NoSessionException if no session is stored for the account
     * @throws StoreException if the store fails
     */
    public OAuthSession get(String did) {
        return store.load(Did.require(did)).orElseThrow(() -> new NoSessionException(did));
    }

    private OAuthSession stored(String did) {
        OAuthSession session = get(did);
        // An unsaved session is newer than the stored one.
        if (session.refreshExpired(clock.instant()) && !lockedRefresh.hasUnsaved(did)) {
            throw LockedRefresh.ended(session);
        }
        return session;
    }

    private boolean isFresh(OAuthSession session) {
        Instant now = clock.instant();
        return !session.needsRefresh(now, effectiveThreshold(session)) && !lockedRefresh.hasUnsaved(session.did());
    }

    // A threshold that exceeds the token's lifetime would cause a refresh at every call.
    private Duration effectiveThreshold(OAuthSession session) {
        Duration lifetime = Duration.between(session.issuedAt(), session.expiresAt());
        Duration limit = lifetime.isNegative() ? Duration.ZERO : lifetime.dividedBy(10);
        return threshold.compareTo(limit) < 0 ? threshold : limit;
    }

    // Legacy access tokens issued within one second can be identical; refresh tokens never are.
    private Predicate<OAuthSession> isNewerThan(OAuthSession known) {
        return session -> !session.isExpired(clock.instant())
                && !(session.accessJwt().equals(known.accessJwt())
                        && session.refreshJwt().equals(known.refreshJwt()));
    }

    /** Returns a {@code usable} stored session, or refreshes it. Joins a refresh that another caller has started. */
    private OAuthSession refreshUnless(String did, Predicate<OAuthSession> usable, RefreshCause cause) {
        long start = System.nanoTime();
        for (int joined = 0; ; joined++) {
            Duration left = RefreshLimits.CALLER_WAIT.minusNanos(System.nanoTime() - start);
            if (cause.heedsBackoff() && !flights.containsKey(did)) {
                backoff.check(did, cause);
            }
            RefreshFlight own = new RefreshFlight(did, threadFactory);
            RefreshFlight flight = flights.computeIfAbsent(did, key -> own);
            if (flight == own) {
                flight.start(() -> runFlight(did, usable, cause), () -> flightDone(did, own));
                return flight.await(left);
            }
            OAuthSession session = flight.await(left);
            if (usable.test(session) || joined == MAX_JOINED) {
                return session;
            }
        }
    }

    private OAuthSession runFlight(String did, Predicate<OAuthSession> usable, RefreshCause cause) {
        try {
            OAuthSession session = lockedRefresh.run(did, usable, cause);
            backoff.reset(did);
            warnings.reset(did);
            return session;
        } catch (RefreshException e) {
            backoff.failed(did, e);
            throw e;
        } catch (ReauthenticationRequiredException | NoSessionException e) {
            backoff.reset(did);
            throw e;
        } finally {
            if (lockedRefresh.hasUnsaved(did)) {
                saveRetrier.start();
            }
        }
    }

    // Removes the flight before it calls the listener, which may be slow or load the session.
    private void flightDone(String did, RefreshFlight flight) {
        flights.remove(did, flight);
        lockedRefresh.pollEnded(did).ifPresent(event -> EventDelivery.deliver(listener::onEvent, event));
    }

    private boolean retrySaves() {
        for (String did : lockedRefresh.accountsWithHeldLock()) {
            try {
                refreshUnless(did, any -> true, RefreshCause.REQUEST);
            } catch (OAuthException e) {
                LOG.log(Level.DEBUG, "The refreshed session of {0} is not saved yet: {1}", did, e.getMessage());
            } catch (RuntimeException | Error e) {
                LOG.log(Level.WARNING, "The refreshed session of " + did + " is not saved yet", e);
            }
        }
        return !lockedRefresh.accountsWithHeldLock().isEmpty();
    }

    /** Builds a {@link SessionRefresher}. Not thread-safe. */
    public static final class Builder {

        private final OAuthTokenStore store;
        private final Refresher refresher;
        private Duration threshold = DEFAULT_THRESHOLD;
        private Clock clock = Clock.systemUTC();
        private SessionListener listener = SessionListener.none();
        private ThreadFactory threadFactory = new DaemonThreads();

        private Builder(OAuthTokenStore store, Refresher refresher) {
            this.store = store;
            this.refresher = refresher;
        }

        /**
         * Sets how long before its expiry an access token is refreshed; 60 seconds by default. The effective value is
         * at most a tenth of the token's lifetime.
         *
         * @param newThreshold zero or more
         * @return this builder
         * @throws IllegalArgumentException if {@code newThreshold} is negative
         */
        public Builder threshold(Duration newThreshold) {
            if (newThreshold.isNegative()) {
                throw new IllegalArgumentException("threshold must be zero or more, was " + newThreshold);
            }
            threshold = newThreshold;
            return this;
        }

        /**
         * Sets the clock; the system clock by default.
         *
         * @param newClock the local time
         * @return this builder
         */
        public Builder clock(Clock newClock) {
            clock = newClock;
            return this;
        }

        /**
         * Sets the listener for {@link SessionEnded} events; none by default. It is called on the refresh thread,
         * before any caller gets the exception.
         *
         * @param newListener the listener
         * @return this builder
         */
        public Builder listener(SessionListener newListener) {
            listener = newListener;
            return this;
        }

        /**
         * Sets the factory of the refresh threads; daemon threads by default. It is called on the thread of the
         * refresh's first caller, so it can propagate that caller's context. Do not interrupt its threads during a
         * refresh.
         *
         * @param newThreadFactory the factory
         * @return this builder
         */
        public Builder threadFactory(ThreadFactory newThreadFactory) {
            threadFactory = newThreadFactory;
            return this;
        }

        /**
         * Returns the refresher.
         *
         * @return a new refresher
         */
        public SessionRefresher build() {
            return new SessionRefresher(this);
        }
    }
}
