package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.internal.http.PastTime;
import java.time.Clock;
import java.time.Duration;

/**
 * Limits how often an account is looked up because a server reported that it is not active there. Safe for use by many
 * threads.
 */
final class Relocations {

    private static final Duration AFTER_LOOKUP = Duration.ofMinutes(10);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);
    private static final int LIMIT = 10_000;

    private final Clock clock;
    private final LruCache<PastTime> last = new LruCache<>(LIMIT);

    Relocations(Clock clock) {
        this.clock = clock;
    }

    /**
     * Returns whether the account may be looked up now, and if so, records the lookup.
     *
     * @param failed whether the last lookup has failed, or has not ended
     */
    synchronized boolean isDue(String did, boolean failed) {
        PastTime now = new PastTime(clock.instant());
        PastTime before = last.get(did);
        if (before != null && before.isWithin(failed ? AFTER_FAILURE : AFTER_LOOKUP, now.instant())) {
            return false;
        }
        last.put(did, now);
        return true;
    }
}
