package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.Durations;
import dev.idiolect.oauth.internal.http.LruCache;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The mean time of a refresh at each server. All runs of the sweep in this process share it. Thread-safe. */
final class ServerTimes {

    /** A server is slow if its mean time is longer. */
    static final Duration SLOW = Duration.ofSeconds(10);

    private static final int MAX_SERVERS = 10_000;

    /**
     * Each refresh changes the mean by a sixteenth of the difference. A few fast responses must not hide a slow one.
     */
    private static final int SMOOTHING = 16;

    private final LruCache<Duration> means = new LruCache<>(MAX_SERVERS);

    /** Returns the mean time, or null if no refresh at the server is known. */
    @Nullable
    Duration mean(String server) {
        return means.get(server);
    }

    /** Adds the time of a refresh, and returns the new mean time. */
    Duration add(String server, Duration time) {
        // The clock may have been adjusted in the meantime.
        Duration possible = Durations.min(Durations.max(time, Duration.ZERO), RefreshLimits.CALLER_WAIT);
        return means.merge(
                server, possible, (mean, added) -> mean.plus(added.minus(mean).dividedBy(SMOOTHING)));
    }
}
