package dev.idiolect.oauth.store.internal.measured;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.telemetry.Telemetry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store whose operations are reported. */
public final class MeasuredStore implements OAuthTokenStore {

    private final OAuthTokenStore store;
    private final StoreMeasurement measurement;
    private @Nullable PendingLogins pendingLogins; // guarded by this

    private MeasuredStore(OAuthTokenStore store, StoreMeasurement measurement) {
        this.store = store;
        this.measurement = measurement;
    }

    /** Returns a store that reports its operations; {@code store} itself if nothing receives the reports. */
    public static OAuthTokenStore of(OAuthTokenStore store, Telemetry telemetry) {
        return telemetry == Telemetry.none() ? store : new MeasuredStore(store, new StoreMeasurement(telemetry));
    }

    @Override
    public void save(OAuthSession session) {
        measurement.run("save", () -> store.save(session));
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        return measurement.run("load", () -> store.load(did));
    }

    @Override
    public void delete(String did) {
        measurement.run("delete", () -> store.delete(did));
    }

    @Override
    public List<String> listDids() {
        return measurement.run("list", store::listDids);
    }

    @Override
    public List<SessionSummary> sessions(@Nullable String after, int limit) {
        return measurement.run("list", () -> store.sessions(after, limit));
    }

    @Override
    public Optional<List<SessionSummary>> claimIdle(Duration idleFor, Set<String> exceptServers, int limit) {
        return measurement.run("claim", () -> store.claimIdle(idleFor, exceptServers, limit));
    }

    @Override
    public void postponeIdle(Collection<String> dids, Duration idleFor, Duration delay) {
        measurement.run("postpone", () -> store.postponeIdle(dids, idleFor, delay));
    }

    @Override
    public SessionLock lock(String did, Duration timeout) {
        return lock(() -> store.lock(did, timeout));
    }

    @Override
    public SessionLock lockForLogin(String did, Duration timeout) {
        return lock(() -> store.lockForLogin(did, timeout));
    }

    private SessionLock lock(Supplier<SessionLock> wait) {
        return new MeasuredLock(measurement.lockWait(wait), measurement);
    }

    @Override
    public boolean replace(String did, @Nullable OAuthSession expected, @Nullable OAuthSession replacement) {
        return measurement.run("replace", () -> store.replace(did, expected, replacement));
    }

    @Override
    public boolean reseal(String did, Duration timeout) {
        return measurement.run("reseal", () -> store.reseal(did, timeout));
    }

    @Override
    public synchronized Optional<PendingLogins> pendingLogins() {
        if (pendingLogins == null) {
            pendingLogins = store.pendingLogins()
                    .map(logins -> new MeasuredLogins(logins, measurement))
                    .orElse(null);
        }
        return Optional.ofNullable(pendingLogins);
    }

    @Override
    public String toString() {
        return String.valueOf(store);
    }
}
