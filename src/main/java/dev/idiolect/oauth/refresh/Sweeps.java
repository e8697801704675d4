package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Runs sweeps. Keeps the mean times of servers and the postponed sessions for later runs. Thread-safe. */
final class Sweeps {

    private static final int MAX_POSTPONED = 10_000;

    private final OAuthTokenStore store;
    private final RefreshFlights flights;
    private final Clock clock;
    private final RefreshMeasurement measurement;
    private final ServerTimes times = new ServerTimes();

    // For a store without claims.
    private final LruCache<Instant> postponed = new LruCache<>(MAX_POSTPONED);

    Sweeps(OAuthTokenStore store, RefreshFlights flights, Clock clock, Telemetry telemetry) {
        this.store = store;
        this.flights = flights;
        this.clock = clock;
        measurement = new RefreshMeasurement(telemetry);
    }

    /** @throws IllegalArgumentException if {@code idleFor} is not positive */
    SweepReport run(Duration idleFor) {
        if (idleFor.isNegative() || idleFor.isZero()) {
            throw new IllegalArgumentException("idleFor must be positive, was " + idleFor);
        }
        ListedSessions listed = new ListedSessions(store, idleFor, clock, postponed);
        IdleSessions idle = new ClaimedSessions(store, idleFor, listed);
        return measurement.sweep(() -> new Sweep(idle, flights, idleFor, clock, new SweptServers(times, clock)).run());
    }
}
