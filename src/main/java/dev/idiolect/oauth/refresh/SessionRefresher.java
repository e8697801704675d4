package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionEnded;
import dev.idiolect.oauth.session.SessionEnding;
import dev.idiolect.oauth.session.SessionListener;
import dev.idiolect.oauth.session.internal.SessionChanges;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.measured.MeasuredStore;
import dev.idiolect.oauth.telemetry.Telemetry;
import dev.idiolect.oauth.telemetry.internal.GuardedTelemetry;
import dev.idiolect.oauth.telemetry.internal.TelemetryThreads;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Returns sessions with a valid access token: loads them from the store, refreshes them before they expire, and saves
 * the new tokens before any caller sees them. Thread-safe. Create one instance per store.
 *
 * <p>Only one refresh of an account runs at a time, because using a refresh token twice ends the session.
 * {@link OAuthTokenStore#lock} determines the scope of this guarantee: with this library's persistent stores, it covers
 * all processes. No lock is taken if no refresh is needed.
 *
 * <p>Methods that return no {@code CompletableFuture} block. A refresh runs on its own thread, and callers wait for it
 * for at most three minutes. If a caller times out or is interrupted, the refresh continues. A future that waits for a
 * refresh completes on a new thread of the {@linkplain Builder#threadFactory thread factory}.
 *
 * <p>{@link #close Close} it when the application ends, to finish waiting revocations.
 */
public final class SessionRefresher implements AutoCloseable {

    /** The default of {@link Builder#threshold}: 60 seconds. */
    public static final Duration DEFAULT_THRESHOLD = Duration.ofSeconds(60);

    /** The maximum of {@link Builder#sessionCache}: one minute. */
    public static final Duration MAX_SESSION_CACHE = Duration.ofMinutes(1);

    /** The default of {@link Builder#endingNotice}: three days. */
    public static final Duration DEFAULT_ENDING_NOTICE = Duration.ofDays(3);

    private final OAuthTokenStore store;
    private final Clock clock;
    private final Refresher refresher;
    private final Validity validity;
    private final RefreshFlights flights;
    private final SessionCache cache;
    private final Relocations relocations;
    private final ThreadFactory threadFactory;
    private final Sweeps sweeps;

    private SessionRefresher(Builder builder) {
        store = builder.measuredStore();
        clock = builder.clock;
        refresher = builder.refresher;
        validity = new Validity(builder.threshold, clock);
        cache = new SessionCache(builder.sessionCache, clock);
        flights = new RefreshFlights(builder);
        relocations = new Relocations(clock);
        sweeps = new Sweeps(store, flights, clock, builder.telemetry);
        threadFactory = builder.telemetryThreads();
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
     * Returns a session with a valid access token, refreshing it if it is about to expire. Does not read the store if the
     * session is cached: see {@link Builder#sessionCache}.
     *
     * <p>Concurrent callers share one refresh. If the refresh fails while the current token is still valid, the session
     * with that token is returned, unless the session has ended or the store fails.
     *
     * @param did the account
     * @return the session
     * @throws InvalidDidException if {@code did} is not a DID
     * @throws NoSessionException if no session is stored for the account
     * @throws ReauthenticationRequiredException if the session has ended; no request is sent if that is already known
     * @throws RefreshException if the refresh failed, or is delayed after an earlier failure, and the access token has
     *     expired or was already replaced
     * @throws StoreException if the store fails
     */
    public OAuthSession refreshIfNeeded(String did) {
        Predicate<OAuthSession> fresh = fresh(did);
        OAuthSession session = current(did, fresh);
        return fresh.test(session) ? session : flights.refreshOrKeep(session, fresh);
    }

    /**
     * Like {@link #refreshIfNeeded}, but does not block while a refresh runs. If the session is not cached, reads the store
     * on the caller's thread.
     *
     * @param did the account
     * @return completes with the session, or with an exception of {@link #refreshIfNeeded}
     */
    public CompletableFuture<OAuthSession> refreshIfNeededLater(String did) {
        return later(() -> {
            Predicate<OAuthSession> fresh = fresh(did);
            OAuthSession session = current(did, fresh);
            return fresh.test(session)
                    ? CompletableFuture.completedFuture(session)
                    : flights.refreshOrKeepLater(session, fresh);
        });
    }

    private OAuthSession current(String did, Predicate<OAuthSession> fresh) {
        return cache.get(
                Did.require(did),
                session -> fresh.test(session) && !session.refreshExpired(clock.instant()),
                () -> stored(did));
    }

    private Predicate<OAuthSession> fresh(String did) {
        return session -> validity.isFresh(session) && !flights.hasUnsaved(did);
    }

    private static CompletableFuture<OAuthSession> later(Supplier<CompletableFuture<OAuthSession>> start) {
        try {
            return start.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
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
        return flights.refreshUnless(did, validity.newerThan(stored(did)), RefreshCause.REQUEST);
    }

    /**
     * Returns a session to repeat a call with, after a server refused the access token. Returns the stored session if
     * it is newer. Otherwise refreshes the session, and looks the account up first, because it may have moved.
     *
     * @param refused the session whose access token was refused
     * @return a session with another access token
     * @throws NoSessionException if no session is stored for the account
     * @throws ReauthenticationRequiredException if the session has ended; no request is sent if that is already known
     * @throws RefreshException if the refresh failed, or is delayed after an earlier failure
     * @throws StoreException if the store fails
     */
    public OAuthSession renew(OAuthSession refused) {
        Optional<OAuthSession> newer = storedIfNewer(refused);
        return newer.isPresent()
                ? newer.get()
                : flights.refreshUnless(refused.did(), validity.newerThan(refused), RefreshCause.REFUSAL);
    }

    /**
     * Like {@link #renew}, but does not block while a refresh runs. Reads the store on the caller's thread.
     *
     * @param refused the session whose access token was refused
     * @return completes with a session with another access token, or with an exception of {@link #renew}
     */
    public CompletableFuture<OAuthSession> renewLater(OAuthSession refused) {
        return later(() -> storedIfNewer(refused)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() ->
                        flights.refreshUnlessLater(refused.did(), validity.newerThan(refused), RefreshCause.REFUSAL)));
    }

    private Optional<OAuthSession> storedIfNewer(OAuthSession refused) {
        evict(refused.did());
        Optional<OAuthSession> newer = Optional.of(stored(refused.did())).filter(validity.newerThan(refused));
        if (newer.isEmpty()) {
            refresher.recheckAccount(refused.did());
        }
        return newer;
    }

    /**
     * Returns a session to repeat a call with, after a server reported that the account is not active there. Like
     * {@link #renew}, but refreshes each account at most once in ten minutes, or in 30 seconds if its PDS could not be
     * looked up: an account can stay deactivated for long.
     *
     * @param refused the session whose account was refused
     * @return a session with another access token, or {@code refused} if the account was looked up within that time
     * @throws NoSessionException if no session is stored for the account
     * @throws ReauthenticationRequiredException if the session has ended, for example because the account has moved
     * @throws RefreshException if the refresh failed, or is delayed after an earlier failure
     * @throws StoreException if the store fails
     */
    public OAuthSession renewIfMoved(OAuthSession refused) {
        return mayHaveMoved(refused) ? renew(refused) : refused;
    }

    /**
     * Like {@link #renewIfMoved}, but does not block while a refresh runs. Reads the store on the caller's thread.
     *
     * @param refused the session whose account was refused
     * @return completes with a session, or with an exception of {@link #renewIfMoved}
     */
    public CompletableFuture<OAuthSession> renewIfMovedLater(OAuthSession refused) {
        return later(() -> mayHaveMoved(refused) ? renewLater(refused) : CompletableFuture.completedFuture(refused));
    }

    private boolean mayHaveMoved(OAuthSession refused) {
        boolean newer = validity.newerThan(refused).test(stored(refused.did()));
        return newer || relocations.isDue(refused.did(), refresher.isRecheckPending(refused.did()));
    }

    /**
     * Refreshes the sessions that were not refreshed for a time, so that the sessions of absent users do not end. Call
     * this method regularly, on any number of hosts. The hosts share the work if the store implements
     * {@link OAuthTokenStore#claimIdle}.
     *
     * <p>A call runs at most 16 refreshes at once, and at most four for each authorization server. Slow servers, whose
     * refreshes take longer than ten seconds, and servers of unknown speed together get at most twelve of the 16, so that
     * they do not delay the others. If a server limits the rate of requests, or fails five times in a row, its other
     * sessions are refreshed after a pause, by this call if it still runs, or else by a later one.
     *
     * <p>After a failed refresh, a session is tried again after 15 minutes to three days; the delay grows with each
     * failure. After a permanent failure, such as a rejected client or an unreadable session, the delay is a day. Up to a
     * fifth is added to each delay, at random.
     *
     * <p>If several processes call this method, the store must override {@link OAuthTokenStore#lock}. Otherwise they
     * use the same refresh tokens, and the sessions end.
     *
     * <p>Blocks until no session is left to refresh now. If the thread is interrupted, starts no further refreshes, does not
     * wait for running ones, and returns with the interrupt status set.
     *
     * @param idleFor the time since the last refresh, positive; much shorter than the lifetime of refresh tokens
     * @return the numbers of sessions, by outcome
     * @throws IllegalArgumentException if {@code idleFor} is not positive
     * @throws StoreException if the sessions cannot be listed or claimed
     */
    public SweepReport refreshExpiring(Duration idleFor) {
        return sweeps.run(idleFor);
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

    /**
     * Makes the next call read the session of an account from the store instead of the cache; see
     * {@link Builder#sessionCache}. Applies to all instances in this application. The stored session is unchanged.
     *
     * @param did the account; its syntax is not checked
     */
    public void evict(String did) {
        SessionChanges.changed(did);
    }

    /**
     * Returns the number of refreshed sessions that could not be saved yet. Their tokens are only in the memory of this
     * process. The library tries to save them for an hour.
     *
     * @return the number; zero unless the store fails
     */
    public int unsavedSessions() {
        return flights.unsavedCount();
    }

    /**
     * Returns the factory of this refresher's threads.
     *
     * @return the factory, see {@link Builder#threadFactory}
     */
    public ThreadFactory threadFactory() {
        return threadFactory;
    }

    private OAuthSession stored(String did) {
        OAuthSession session = get(did);
        // An unsaved session is newer than the stored one.
        if (session.refreshExpired(clock.instant()) && !flights.hasUnsaved(did)) {
            throw LockedRefresh.ended(session);
        }
        return session;
    }

    /**
     * Finishes the revocations of tokens that could not be saved before the user signed out ({@link Refresher#revoke}).
     * Tries each one once more, for at most five seconds in all, and logs a warning for those that fail. Running refreshes
     * continue. Closing it again has no effect.
     */
    @Override
    public void close() {
        flights.close();
    }

    /** Builds a {@link SessionRefresher}. Not thread-safe. */
    public static final class Builder {

        final OAuthTokenStore store;
        final Refresher refresher;
        Clock clock = Clock.systemUTC();
        SessionListener listener = SessionListener.none();
        ThreadFactory threadFactory = new DaemonThreads();
        Duration longestHold = RefreshLimits.LOCK_HELD_FOR_SAVE;
        LongSupplier nanoTime = System::nanoTime;
        Duration sessionCache = Duration.ZERO;
        Telemetry telemetry = Telemetry.none();
        Duration endingNotice = DEFAULT_ENDING_NOTICE;
        private Duration threshold = DEFAULT_THRESHOLD;

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
         * Sets the time for which {@link #refreshIfNeeded} returns a session without reading the store; zero by default.
         *
         * <p>Logins, logouts and refreshes of this application take effect at once. Its own writes to a store of this library
         * do too. Changes by other processes take effect after this time, or when a server refuses the access token. If the
         * application writes to a custom store, it must call {@link #evict} afterwards. {@code Bearer} sessions are not
         * cached.
         *
         * @param newSessionCache from zero to {@link #MAX_SESSION_CACHE}; a few seconds are enough
         * @return this builder
         * @throws IllegalArgumentException if {@code newSessionCache} is negative or too long
         */
        public Builder sessionCache(Duration newSessionCache) {
            if (newSessionCache.isNegative() || newSessionCache.compareTo(MAX_SESSION_CACHE) > 0) {
                throw new IllegalArgumentException(
                        "sessionCache must be from PT0S to " + MAX_SESSION_CACHE + ", was " + newSessionCache);
            }
            sessionCache = newSessionCache;
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
         * Sets the listener of the events of refreshes, such as {@link SessionEnded}; none by default. It is called on the
         * refresh thread, before any caller gets the session or the exception.
         *
         * @param newListener the listener
         * @return this builder
         */
        public Builder listener(SessionListener newListener) {
            listener = newListener;
            return this;
        }

        /**
         * Sets how long before its expected end a session is reported by {@link SessionEnding}; three days by default.
         *
         * @param newEndingNotice zero or more; zero turns the event off
         * @return this builder
         * @throws IllegalArgumentException if {@code newEndingNotice} is negative
         */
        public Builder endingNotice(Duration newEndingNotice) {
            if (newEndingNotice.isNegative()) {
                throw new IllegalArgumentException("endingNotice must be zero or more, was " + newEndingNotice);
            }
            endingNotice = newEndingNotice;
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
         * Sets the receiver of reports about refreshes, their locks and the store; none by default.
         *
         * @param newTelemetry the receiver
         * @return this builder
         */
        public Builder telemetry(Telemetry newTelemetry) {
            telemetry = GuardedTelemetry.of(newTelemetry);
            return this;
        }

        OAuthTokenStore measuredStore() {
            return MeasuredStore.of(store, telemetry);
        }

        ThreadFactory telemetryThreads() {
            return TelemetryThreads.of(threadFactory, telemetry);
        }

        Builder longestHold(Duration newLongestHold) {
            longestHold = newLongestHold;
            return this;
        }

        Builder nanoTime(LongSupplier newNanoTime) {
            nanoTime = newNanoTime;
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
