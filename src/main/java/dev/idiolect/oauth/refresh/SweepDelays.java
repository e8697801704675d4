package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.Durations;
import dev.idiolect.oauth.store.SessionSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** How long the sweep waits after a failure. Delays are random, so that hosts and sessions do not stay in step. */
final class SweepDelays {

    static final Duration SHORTEST = Duration.ofMinutes(15);

    /** While the session can still be saved: its age is less than twice the one at which it was due. */
    static final Duration LONGEST_IN_TIME = Duration.ofHours(6);

    static final Duration LONGEST = Duration.ofDays(3);

    /** For failures that an operator must fix, such as a client that the server rejects. */
    static final Duration PERMANENT = Duration.ofDays(1);

    /** The longest rate limit that is obeyed; the HTTP client has the same limit. */
    static final Duration LONGEST_LIMIT = Duration.ofHours(1);

    private SweepDelays() {}

    /**
     * Returns the delay after a failed refresh. It is as long as the session has been due, so that the delays of an account
     * whose server is gone double, without being counted anywhere.
     */
    static Duration afterFailure(SessionSummary session, RefreshException failure, Duration idleFor, Instant now) {
        if (!failure.isTransient()) {
            return withJitter(PERMANENT);
        }
        Duration dueFor = Duration.between(session.issuedAt().plus(idleFor), now);
        Duration longest = dueFor.compareTo(idleFor) < 0 ? LONGEST_IN_TIME : LONGEST;
        Duration delay = Durations.max(SHORTEST, Durations.min(dueFor, longest));
        return withJitter(Durations.max(delay, limit(failure)));
    }

    /** Returns the delay that a server has asked for. */
    static Duration limit(RefreshException failure) {
        return Durations.min(failure.retryAfter().orElse(Duration.ZERO), LONGEST_LIMIT);
    }

    /** Returns a delay that is up to a fifth longer. */
    static Duration withJitter(Duration delay) {
        return delay.plusMillis(ThreadLocalRandom.current().nextLong(delay.toMillis() / 5 + 1));
    }
}
