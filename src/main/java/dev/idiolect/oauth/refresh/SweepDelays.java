package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.client.InvalidClientException;
import dev.idiolect.oauth.internal.http.Durations;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreException;
import java.time.Duration;
import java.time.Instant;

/** The delays of the sweep after failures. They are partly random, so that hosts do not retry at the same times. */
final class SweepDelays {

    static final Duration SHORTEST = Duration.ofMinutes(15);

    /** The longest delay of a session that may still be alive: its age is less than twice the age at which it was due. */
    static final Duration LONGEST_IN_TIME = Duration.ofHours(6);

    static final Duration LONGEST = Duration.ofDays(3);

    /** The delay after a permanent failure, such as a rejected client or an unreadable session. */
    static final Duration PERMANENT = Duration.ofDays(1);

    /** The longest rate limit that the sweep obeys. The HTTP client has the same maximum. */
    static final Duration LONGEST_LIMIT = Duration.ofHours(1);

    private SweepDelays() {}

    /**
     * Returns the delay after a failed refresh. After a transient failure, it is the time for which the session has been
     * due, within limits. So the delay doubles with each failure, although no count of failures is stored.
     */
    static Duration afterFailure(SessionSummary session, RefreshException failure, Duration idleFor, Instant now) {
        if (!failure.isTransient()) {
            // Another host may have the client key.
            boolean ofThisHost = failure.getCause() instanceof InvalidClientException;
            return Durations.withJitter(ofThisHost ? SHORTEST : PERMANENT);
        }
        Duration dueFor = Duration.between(session.issuedAt().plus(idleFor), now);
        Duration longest = dueFor.compareTo(idleFor) < 0 ? LONGEST_IN_TIME : LONGEST;
        Duration delay = Durations.max(SHORTEST, Durations.min(dueFor, longest));
        return Durations.withJitter(Durations.max(delay, limit(failure)));
    }

    /** Returns the delay after a failure of the store. If a key is missing, it is short: another host may have the key. */
    static Duration afterFailure(StoreException failure) {
        boolean soon = failure.isTransient() || failure.missingKeyId().isPresent();
        return Durations.withJitter(soon ? SHORTEST : PERMANENT);
    }

    /** Returns the delay that a server has asked for, at most an hour; zero if there is none. */
    static Duration limit(RefreshException failure) {
        return Durations.min(failure.retryAfter().orElse(Duration.ZERO), LONGEST_LIMIT);
    }
}
