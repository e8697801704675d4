package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Counts the {@linkplain SessionRefusal refusals} of each session in a row, and the successes that bring no access token.
 * Enough of them, over a longer time than a bad moment of a server or network, mean that the session has ended. Safe for use by many threads.
 */
final class RefusalCount {

    private static final int ENOUGH = 4;
    // Four of them take 18 minutes: longer than a server's bad quarter of an hour.
    private static final Duration APART = Duration.ofMinutes(6);
    private static final int LIMIT = 10_000;

    /** Belongs to the tokens that were issued at one time: a login or another process may have replaced them. */
    private record Streak(Instant issuedAt, int count, Instant last) {}

    private final Clock clock;
    private final LruCache<Streak> streaks = new LruCache<>(LIMIT);

    RefusalCount(Clock clock) {
        this.clock = clock;
    }

    /** Counts a refusal, unless it came soon after the last one. Returns whether the session has to count as ended. */
    boolean isEndAfterAnother(OAuthSession session) {
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
