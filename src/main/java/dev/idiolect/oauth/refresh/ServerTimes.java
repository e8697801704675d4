package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.Durations;
import dev.idiolect.oauth.internal.http.HostNames;
import dev.idiolect.oauth.internal.http.LruCache;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The mean times of refreshes, by server and by the owner of servers. All runs of the sweep in this process share them.
 * Thread-safe.
 */
final class ServerTimes {

    /** A server is slow if its mean time is longer. */
    static final Duration SLOW = Duration.ofSeconds(10);

    private static final int MAX_SERVERS = 10_000;

    /**
     * Each refresh changes the mean by a sixteenth of the difference. A few fast responses must not hide a slow one.
     */
    private static final int SMOOTHING = 16;

    private final LruCache<Duration> means = new LruCache<>(MAX_SERVERS);
    private final LruCache<Duration> ownerMeans = new LruCache<>(MAX_SERVERS);

    /**
     * Returns the mean time of a server. Before its first refresh, returns the mean time of its owner, but only if the
     * owner is slow. So a slow owner gains nothing from a new name, and a new name of a fast owner is not trusted.
     *
     * @return null if the speed is unknown
     */
    @Nullable
    Duration mean(String server) {
        Duration mean = means.get(server);
        if (mean != null) {
            return mean;
        }
        Duration ofOwner = ownerMeans.get(HostNames.ownerOf(server));
        return ofOwner != null && ofOwner.compareTo(SLOW) > 0 ? ofOwner : null;
    }

    /** Adds the time of a refresh, and returns the new mean time. */
    Duration add(String server, Duration time) {
        // The clock may have been adjusted in the meantime.
        Duration possible = Durations.min(Durations.max(time, Duration.ZERO), RefreshLimits.CALLER_WAIT);
        ownerMeans.merge(HostNames.ownerOf(server), possible, ServerTimes::smoothed);
        return means.merge(server, possible, ServerTimes::smoothed);
    }

    private static Duration smoothed(Duration mean, Duration added) {
        return mean.plus(added.minus(mean).dividedBy(SMOOTHING));
    }
}
