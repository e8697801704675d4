package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Counts the consecutive {@linkplain SessionRefusal refusals} of each session, and successes without an access token.
 * Four of them within 18 minutes or more, which is longer than most outages, mean that the session has ended. Safe for
 * use by many threads.
 */
final class RefusalCount {

    private static final int ENOUGH = 4;
    // Four of them take at least 18 minutes.
    private static final Duration APART = Duration.ofMinutes(6);
    private static final int LIMIT = 10_000;

    /** The refusals of the tokens issued at one time. A login or another process may replace these tokens. */
    private record Streak(Instant issuedAt, int count, Instant last) {}

    private final Clock clock;
    private final LruCache<Streak> streaks = new LruCache<>(LIMIT);

    RefusalCount(Clock clock) {
        this.clock = clock;
    }

    /** Counts a refusal, unless it came soon after the last one. Returns whether the session counts as ended. */
    boolean countRefusal(OAuthSession session) {
        String did = session.did();
        Instant now = clock.instant();
        Streak streak = streaks.get(did);
        if (streak == null || !streak.issuedAt().equals(session.issuedAt()) || now.isBefore(streak.last())) {
            streaks.put(did, new Streak(session.issuedAt(), 1, now));
            return false;
        }
        if (now.isBefore(streak.last().plus(APART))) {
            return false;
        }
        int count = streak.count() + 1;
        streaks.put(did, new Streak(session.issuedAt(), count, now));
        return count >= ENOUGH;
    }

    void reset(String did) {
        streaks.remove(did);
    }
}
