package dev.idiolect.oauth.refresh;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps accounts whose refresh just failed from asking again at every call: the fate of a refresh token is unknown after a
 * failure, and each further try with it is a risk; besides, a server that asks for a pause gets it.
 */
final class RefreshBackoff {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(5);

    /** One pause; {@code step} is what it would be if no server had asked for another, and what the next one doubles. */
    private record Pause(Instant start, Duration length, Duration step, RefreshException failure) {

        Duration left(Instant now) {
            Duration gone = Duration.between(start, now);
            // A clock that was set back must not make it longer.
            return gone.isNegative() ? Duration.ZERO : length.minus(gone);
        }
    }

    private final Clock clock;
    private final Map<String, Pause> pauses = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pause> eldest) {
            return eldest.getValue().left(clock.instant()).plus(LONGEST).isNegative();
        }
    };

    RefreshBackoff(Clock clock) {
        this.clock = clock;
    }

    /** Throws the last failure again while its pause lasts. */
    void check(String did) {
        Pause pause;
        synchronized (pauses) {
            pause = pauses.get(did);
        }
        if (pause == null) {
            return;
        }
        Duration left = pause.left(clock.instant());
        if (left.isNegative() || left.isZero()) {
            return;
        }
        RefreshException last = pause.failure();
        String what = "it just failed and is tried again in " + left.toMillis() + " ms at the earliest";
        throw last.isTransient()
                ? RefreshException.transientFailure(did, what, left, last)
                : RefreshException.permanentFailure(did, what, last.error().orElse(null), last);
    }

    void failed(String did, RefreshException failure) {
        synchronized (pauses) {
            Pause before = pauses.get(did);
            Duration step = before == null ? FIRST : shorter(before.step().multipliedBy(2), LONGEST);
            Duration length = shorter(failure.retryAfter().orElse(step), LONGEST_ASKED_FOR);
            pauses.put(did, new Pause(clock.instant(), length, step, failure));
        }
    }

    void forget(String did) {
        synchronized (pauses) {
            pauses.remove(did);
        }
    }

    int size() {
        synchronized (pauses) {
            return pauses.size();
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
