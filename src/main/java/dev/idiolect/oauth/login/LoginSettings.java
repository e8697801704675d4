package dev.idiolect.oauth.login;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.endpoint.RevocationQueue;
import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.session.SessionListener;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.internal.measured.MeasuredStore;
import dev.idiolect.oauth.telemetry.Gauge;
import dev.idiolect.oauth.telemetry.Telemetry;
import dev.idiolect.oauth.telemetry.internal.GuardedTelemetry;
import dev.idiolect.oauth.telemetry.internal.TelemetryThreads;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Settings that {@link LoginFlow}, {@link AppPasswordLogin} and {@link Logout} share. Create one instance per store.
 * Immutable and thread-safe.
 *
 * <p>{@link #close Close} them when the application ends, to finish waiting revocations.
 */
public final class LoginSettings implements AutoCloseable {

    private final OAuthTokenStore store;
    private final OAuthTokenStore measuredStore;
    private final Telemetry telemetry;
    private final Telemetry.Registration pendingGauge;
    private final IdentityResolver identities;
    private final DpopProofFactory proofs;
    private final Duration timeout;
    private final boolean development;
    private final Clock clock;
    private final SessionListener listener;
    private final ThreadFactory threadFactory;
    private final boolean strictLogout;
    private final RevocationQueues revocations;
    private final LoginLimits limits;
    private final int maxLoginsPerServer;
    private @Nullable PendingLogins pendingLogins; // guarded by this

    private LoginSettings(Builder builder) {
        telemetry = builder.telemetry;
        store = builder.store;
        measuredStore = MeasuredStore.of(store, telemetry);
        timeout = builder.timeout;
        development = builder.development;
        clock = builder.clock;
        pendingGauge = telemetry.gauge(Gauge.PENDING_LOGINS, this::countPendingLogins);
        listener = builder.listener;
        threadFactory = TelemetryThreads.of(builder.threadFactory, telemetry);
        strictLogout = builder.strictLogout;
        maxLoginsPerServer = builder.maxLoginsPerServer;
        limits = builder.limits == null ? LoginLimits.of(timeout) : builder.limits;
        revocations = RevocationQueues.of(builder.revocationWaits);
        proofs = builder.proofs == null ? new DpopProofFactory() : builder.proofs;
        identities = builder.identities == null
                ? IdentityResolver.builder()
                        .timeout(timeout)
                        .development(development)
                        .clock(clock)
                        .telemetry(telemetry)
                        .build()
                : builder.identities;
    }

    private OptionalLong countPendingLogins() {
        PendingLogins used = usedPendingLogins();
        OptionalInt count = used == null ? OptionalInt.empty() : used.count();
        return count.isPresent() ? OptionalLong.of(count.getAsInt()) : OptionalLong.empty();
    }

    private synchronized @Nullable PendingLogins usedPendingLogins() {
        return pendingLogins;
    }

    /**
     * Returns a builder, with defaults for the public network.
     *
     * @param store the store of sessions and pending logins
     * @return the builder
     */
    public static Builder builder(OAuthTokenStore store) {
        return new Builder(store);
    }

    /** {@return the store of sessions and pending logins} */
    public OAuthTokenStore store() {
        return store;
    }

    /** {@return the resolver of handles and DIDs} */
    public IdentityResolver identities() {
        return identities;
    }

    /** {@return the factory of DPoP proofs} */
    public DpopProofFactory proofs() {
        return proofs;
    }

    /** {@return the timeout of each request} */
    public Duration timeout() {
        return timeout;
    }

    /** {@return whether http to this machine is allowed} */
    public boolean development() {
        return development;
    }

    /** {@return the clock} */
    public Clock clock() {
        return clock;
    }

    /** {@return the listener of logins and logouts} */
    public SessionListener listener() {
        return listener;
    }

    /** {@return the factory of the threads that complete logins} */
    public ThreadFactory threadFactory() {
        return threadFactory;
    }

    /** {@return whether a logout keeps the session if it cannot be revoked} */
    public boolean strictLogout() {
        return strictLogout;
    }

    /** {@return how many logins may wait for servers of one domain at the same time; twice as many may wait in all} */
    public int maxLoginsPerServer() {
        return maxLoginsPerServer;
    }

    /** {@return the receiver of reports} */
    public Telemetry telemetry() {
        return telemetry;
    }

    OAuthTokenStore measuredStore() {
        return measuredStore;
    }

    // Not earlier, because the store can have a scope that is not active when these settings are created.
    synchronized PendingLogins pendingLogins() {
        PendingLogins logins = pendingLogins;
        if (logins == null) {
            logins = measuredStore.pendingLogins().orElseGet(() -> PendingLogins.inMemory(clock));
            pendingLogins = logins;
        }
        return logins;
    }

    LoginLimits limits() {
        return limits;
    }

    RevocationQueues revocations() {
        return revocations;
    }

    /**
     * Tries each waiting revocation once more, for at most five seconds in all. Logs a warning and delivers
     * {@link dev.idiolect.oauth.session.RevocationFailed} for each that fails. Later logins and logouts revoke sessions
     * on the caller's thread.
     */
    @Override
    public void close() {
        revocations.close();
        pendingGauge.close();
    }

    SsrfSafeHttpClient http() {
        return new SsrfSafeHttpClient(timeout, NetworkPolicy.of(development), clock, telemetry);
    }

    /** Builds {@link LoginSettings}. Not thread-safe. */
    public static final class Builder {

        private final OAuthTokenStore store;
        private @Nullable IdentityResolver identities;
        private @Nullable DpopProofFactory proofs;
        private Duration timeout = SsrfSafeHttpClient.DEFAULT_TIMEOUT;
        private boolean development;
        private Clock clock = Clock.systemUTC();
        private SessionListener listener = SessionListener.none();
        private ThreadFactory threadFactory = new DaemonThreads();
        private Telemetry telemetry = Telemetry.none();
        private boolean strictLogout;
        private @Nullable LoginLimits limits;
        private int maxLoginsPerServer = Integer.MAX_VALUE;
        private List<Duration> revocationWaits = RevocationQueue.WAITS;

        private Builder(OAuthTokenStore store) {
            this.store = store;
        }

        /**
         * Sets the resolver of handles and DIDs. The default uses the public PLC directory, and the timeout and clock
         * of these settings.
         *
         * @param newIdentities the resolver
         * @return this builder
         */
        public Builder identities(IdentityResolver newIdentities) {
            identities = newIdentities;
            return this;
        }

        /**
         * Sets the factory of DPoP proofs. The default is a new factory. Share one factory with the refresher and the
         * signed calls, because it caches nonces.
         *
         * @param newProofs the factory
         * @return this builder
         */
        public Builder proofs(DpopProofFactory newProofs) {
            proofs = newProofs;
            return this;
        }

        /**
         * Sets the timeout of each request: one limit for connecting, and the same again for the response. 10 seconds
         * by default.
         *
         * @param newTimeout the timeout, positive
         * @return this builder
         * @throws IllegalArgumentException if {@code newTimeout} is not positive
         */
        public Builder timeout(Duration newTimeout) {
            if (newTimeout.isZero() || newTimeout.isNegative()) {
                throw new IllegalArgumentException("timeout must be positive, was " + newTimeout);
            }
            timeout = newTimeout;
            return this;
        }

        /**
         * Sets whether http to {@code localhost}, {@code 127.0.0.1} and {@code [::1]} is allowed; false by default.
         * Never allow it in production, because any account could then direct requests to this machine.
         *
         * @param newDevelopment whether it is allowed
         * @return this builder
         */
        public Builder development(boolean newDevelopment) {
            development = newDevelopment;
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
         * Sets the listener that receives an event for each login and logout, on the caller's thread, and for each
         * final failure of a revocation, on any thread; none by default.
         *
         * @param newListener the listener
         * @return this builder
         */
        public Builder listener(SessionListener newListener) {
            listener = newListener;
            return this;
        }

        /**
         * Sets the factory of the threads that complete logins; daemon threads by default. It is called on the caller's
         * thread, so it can propagate the caller's context. Do not interrupt its threads during a login.
         *
         * @param newThreadFactory the factory
         * @return this builder
         */
        public Builder threadFactory(ThreadFactory newThreadFactory) {
            threadFactory = newThreadFactory;
            return this;
        }

        /**
         * Sets whether a logout keeps the session, and throws, if it cannot be revoked at its server. False by default:
         * the session is deleted at once, and the revocation is retried in the background.
         *
         * @param newStrictLogout whether the session is kept
         * @return this builder
         */
        public Builder strictLogout(boolean newStrictLogout) {
            strictLogout = newStrictLogout;
            return this;
        }

        /**
         * Sets how many logins of a flow may wait for servers of one domain at the same time; unlimited by default.
         * Twice as many begins, and twice as many completions, may wait for all servers. A domain gets a further login
         * only while more can begin than it has. Set a limit if strangers can start logins, so that a slow server delays
         * only its own users. If all places are taken, a begin at another domain ends one that has waited for a server
         * for more than two seconds, with {@link LoginException.Reason#UNAVAILABLE}. A login that finds no place at a
         * server waits for one for a second, if not too many wait. Further logins fail with
         * {@link LoginException.Reason#RATE_LIMITED}.
         *
         * @param newMax the number, positive
         * @return this builder
         * @throws IllegalArgumentException if {@code newMax} is not positive
         */
        public Builder maxLoginsPerServer(int newMax) {
            if (newMax <= 0) {
                throw new IllegalArgumentException("maxLoginsPerServer must be positive, was " + newMax);
            }
            maxLoginsPerServer = newMax;
            return this;
        }

        /**
         * Sets the receiver of reports about logins, their HTTP requests and the store; none by default.
         *
         * @param newTelemetry the receiver
         * @return this builder
         */
        public Builder telemetry(Telemetry newTelemetry) {
            telemetry = GuardedTelemetry.of(newTelemetry);
            return this;
        }

        Builder limits(LoginLimits newLimits) {
            limits = newLimits;
            return this;
        }

        Builder revocationWaits(List<Duration> waits) {
            revocationWaits = List.copyOf(waits);
            return this;
        }

        /**
         * Returns the settings.
         *
         * @return new settings
         */
        public LoginSettings build() {
            return new LoginSettings(this);
        }
    }
}
