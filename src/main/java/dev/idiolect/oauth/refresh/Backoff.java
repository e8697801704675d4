package dev.idiolect.oauth.refresh;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps accounts whose refresh just failed from asking again at every call: the fate of a refresh token is unknown after a
 * failure, and each further try with it is a risk; besides, a server that asks for a pause gets it.
 */
final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(5);

    private record Pause(Instant until, Duration length, RefreshException failure) {}

    private final Map<String, Pause> pauses = new ConcurrentHashMap<>();
    private final Clock clock;

    Backoff(Clock clock) {
        this.clock = clock;
    }

    /** Throws the last failure again while its pause lasts. */
    void check(String did) {
        Pause pause = pauses.get(did);
        if (pause == null) {
            return;
        }
        Duration left = Duration.between(clock.instant(), pause.until());
        if (left.isNegative() || left.isZero()) {
            return;
        }
        RefreshException last = pause.failure();
        throw RefreshException.transientFailure(
                did, "it just failed and is tried again in " + left.toMillis() + " ms at the earliest", left, last);
    }

    void failed(String did, RefreshException failure) {
        pauses.compute(did, (key, before) -> {
            Duration length = before == null ? FIRST : shorter(before.length().multipliedBy(2), LONGEST);
            Duration wait = failure.retryAfter().orElse(length);
            return new Pause(clock.instant().plus(shorter(wait, LONGEST_ASKED_FOR)), length, failure);
        });
    }

    void succeeded(String did) {
        pauses.remove(did);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
