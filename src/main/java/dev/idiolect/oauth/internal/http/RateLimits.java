package dev.idiolect.oauth.internal.http;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Remembers the rate limits of servers by origin and purpose, so that no request is sent before a limit ends. Safe for
 * use by many threads.
 */
final class RateLimits {

    /** The longest pause: a hostile or wrong value must not lock accounts out for long. */
    static final Duration LONGEST = Duration.ofHours(1);

    // A proxy in front of the server may have sent the 503, and its guess must not stop every refresh for long.
    private static final Duration LONGEST_MAINTENANCE = Duration.ofMinutes(5);

    private static final int MAX_ENTRIES = 1000;

    private record Pause(PastTime start, Duration length) {

        Duration left(Instant now) {
            return start.restOf(length, now);
        }
    }

    private final Clock clock;
    private final LruCache<Pause> pauses = new LruCache<>(MAX_ENTRIES);

    RateLimits(Clock clock) {
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    /**
     * Checks that a request may be sent.
     *
     * @throws ExchangeException if the server's limit has not ended
     */
    void check(URI url, String purpose) throws ExchangeException {
        Pause pause = pauses.get(key(url, purpose));
        Duration left = pause == null ? Duration.ZERO : pause.left(clock.instant());
        if (left.compareTo(Duration.ZERO) > 0) {
            throw ExchangeException.rateLimited(left);
        }
    }

    /**
     * Stores the time to wait, if the response limits the rate of requests and names one. A request that was already in
     * progress does not shorten the limit.
     */
    void update(URI url, String purpose, HttpResponse response) {
        if (response.status() != 429 && response.status() != 503) {
            return;
        }
        Instant now = clock.instant();
        Duration longest = response.status() == 429 ? LONGEST : LONGEST_MAINTENANCE;
        response.retryAfter(now)
                .map(wait -> Durations.min(wait, longest))
                .ifPresent(wait -> pauses.merge(
                        key(url, purpose),
                        new Pause(new PastTime(now), wait),
                        (before, next) -> before.left(now).compareTo(wait) > 0 ? before : next));
    }

    private static String key(URI url, String purpose) {
        return HttpOrigin.of(url) + " " + purpose;
    }
}
