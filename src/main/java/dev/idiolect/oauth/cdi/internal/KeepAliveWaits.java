package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.internal.http.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The times between the runs that refresh idle sessions. Used by one thread. */
final class KeepAliveWaits {

    /** The number of runs in the time after which a session counts as idle. */
    private static final int RUNS = 24;

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration SHORTEST = Duration.ofMillis(100);

    /** The shortest wait after a server's limit, which can end after a second: the next run need not begin at once. */
    private static final Duration AFTER_LIMIT = Duration.ofSeconds(10);

    /** A run can read the whole store, so it takes at most a part of the time. */
    private static final int TIMES_OF_RUN = 10;

    private static final int MAX_DOUBLINGS = 10;

    private final Duration interval;

    // How many runs in a row have refreshed nothing.
    private int inVain;

    /** @param idleFor the time after which a session counts as idle */
    KeepAliveWaits(Duration idleFor) {
        interval = Durations.max(SHORTEST, Durations.min(idleFor.dividedBy(RUNS), LONGEST));
    }

    /** Returns the random wait before the first run: hosts that start together begin at different times. */
    Duration first() {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(interval.toMillis() + 1));
    }

    /** Returns the wait after a run that failed. */
    Duration afterFailure() {
        return Durations.withJitter(interval);
    }

    /**
     * Returns the wait after a run.
     *
     * @param limit the time until a server accepts the next request, if sessions wait for that
     * @param time the time of the run
     */
    Duration after(boolean refreshed, Optional<Duration> limit, Duration time) {
        inVain = refreshed ? 0 : Math.min(inVain + 1, MAX_DOUBLINGS);
        // A server can name a limit of a second each time.
        Duration shortest = Durations.max(AFTER_LIMIT.multipliedBy(1L << inVain), time.multipliedBy(TIMES_OF_RUN));
        return Durations.withJitter(limit.map(named -> Durations.min(Durations.max(named, shortest), interval))
                .orElse(interval));
    }
}
