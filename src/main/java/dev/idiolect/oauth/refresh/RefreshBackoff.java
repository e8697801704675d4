package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.Durations;
import dev.idiolect.oauth.internal.http.PastTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Delays the next refresh of an account after a failed one. After a failure, the server may have consumed the refresh
 * token, so each further attempt is a risk. The server can request a longer delay. It can request a shorter one only if
 * the token is certainly unused.
 */
final class RefreshBackoff {

    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    private static final Duration LONGEST_SERVER_DELAY = Duration.ofMinutes(5);

    /** One delay. {@code step} is its shortest length, without the server's {@code Retry-After}; the next one doubles it. */
    private record Delay(PastTime start, Duration length, Duration step, RefreshException failure) {

        Duration left(Instant now) {
            return start.restOf(length, now);
        }
    }

    private final Clock clock;
    private final Map<String, Delay> delays = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Delay> eldest) {
            return eldest.getValue().left(clock.instant()).plus(LONGEST_DELAY).isNegative();
        }
    };

    RefreshBackoff(Clock clock) {
        this.clock = clock;
    }

    /** Throws an exception of the same kind as the last failure, if the account's delay has not passed. */
    void check(String did, RefreshCause cause) {
        Delay delay;
        synchronized (delays) {
            delay = delays.get(did);
        }
        if (delay == null) {
            return;
        }
        Duration left = delay.left(clock.instant());
        if (left.isNegative() || left.isZero()) {
            return;
        }
        RefreshException last = delay.failure();
        if (cause == RefreshCause.REFUSAL && isMove(last)) {
            return;
        }
        String detail = "the last refresh failed; not retried for another "
                + left.plusMillis(999).toSeconds() + " s";
        throw last.isTransient()
                ? RefreshException.transientFailure(did, detail, left, last)
                : RefreshException.permanentFailure(did, detail, last.error().orElse(null), last);
    }

    // The account has moved, and now its old server has refused the access token too. The delay must not postpone the
    // end of the session.
    private static boolean isMove(RefreshException failure) {
        return failure.getCause() instanceof ReauthenticationRequiredException end && end.isAccessTokenUsable();
    }

    void failed(String did, RefreshException failure) {
        synchronized (delays) {
            Delay previous = delays.get(did);
            Duration step = previous == null
                    ? FIRST_DELAY
                    : Durations.min(previous.step().multipliedBy(2), LONGEST_DELAY);
            delays.put(did, new Delay(new PastTime(clock.instant()), length(step, failure), step, failure));
        }
    }

    // Without the risk, the server's limit counts: the sweep comes back as soon as it ends.
    private static Duration length(Duration step, RefreshException failure) {
        Duration asked = Durations.min(failure.retryAfter().orElse(Duration.ZERO), LONGEST_SERVER_DELAY);
        return failure.isTokenUnused() && !asked.isZero() ? asked : Durations.max(step, asked);
    }

    void reset(String did) {
        synchronized (delays) {
            delays.remove(did);
        }
    }

    int size() {
        synchronized (delays) {
            return delays.size();
        }
    }
}
