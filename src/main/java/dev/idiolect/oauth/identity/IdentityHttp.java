package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of identity lookups, but none to a server that wants to be left alone: its response is repeated until
 * the time is over. Safe for use by many threads.
 */
final class IdentityHttp {

    // A wrong clock on either side must not lock a server out for long.
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int LIMIT = 1000;

    private record Pause(int status, Instant start, Duration length) {}

    private final SsrfSafeHttpClient http;
    private final Clock clock;
    private final LruCache<Pause> pauses = new LruCache<>(LIMIT);

    IdentityHttp(SsrfSafeHttpClient http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    /** Returns the response of a server, or of an earlier request if the server's pause lasts. */
    HttpResponse get(URI url, String accept) throws ExchangeException {
        String origin = HttpOrigin.of(url);
        HttpResponse repeated = paused(origin);
        if (repeated != null) {
            return repeated;
        }
        HttpResponse response = http.get(url, accept);
        if (response.isTransient()) {
            Instant now = clock.instant();
            response.retryAfter(now).ifPresent(length -> pauses.put(origin, new Pause(response.status(), now, length)));
        }
        return response;
    }

    /** Returns how long to wait after a response, or null. */
    @Nullable
    Duration retryAfter(HttpResponse response) {
        return response.isTransient() ? response.retryAfter(clock.instant()).orElse(null) : null;
    }

    private @Nullable HttpResponse paused(String origin) {
        Pause pause = pauses.get(origin);
        if (pause == null) {
            return null;
        }
        Duration length = pause.length().compareTo(LONGEST_PAUSE) < 0 ? pause.length() : LONGEST_PAUSE;
        Duration passed = Duration.between(pause.start(), clock.instant());
        // A clock that was set back must not extend the pause.
        if (passed.isNegative() || passed.compareTo(length) >= 0) {
            pauses.remove(origin);
            return null;
        }
        String seconds = String.valueOf(length.minus(passed).plusMillis(999).toSeconds());
        return new HttpResponse(
                pause.status(), HttpHeaders.of(Map.of("Retry-After", List.of(seconds)), (n, v) -> true), new byte[0]);
    }
}
