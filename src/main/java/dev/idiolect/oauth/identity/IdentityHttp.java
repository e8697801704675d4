package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpPurpose;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends the requests of identity lookups. Sends none to a server that limits their rate until the limit ends. */
final class IdentityHttp {

    private final SsrfSafeHttpClient http;
    private final Clock clock;

    IdentityHttp(SsrfSafeHttpClient http, Clock clock) {
        this.http = http.forPurpose(HttpPurpose.IDENTITY).sharingLimit("identity");
        this.clock = clock;
    }

    HttpResponse get(URI url, String accept) throws ExchangeException {
        return http.get(url, accept);
    }

    /**
     * Follows a redirect within a time limit. An attacker can choose the target, so its rate limit must not affect
     * other lookups.
     */
    HttpResponse follow(URI url, String accept, Duration limit) throws ExchangeException {
        return http.sharingLimit("redirect").within(limit).get(url, accept);
    }

    /** Returns how long the server asks clients to wait, or null. */
    @Nullable
    Duration retryAfter(HttpResponse response) {
        return response.isTransient() ? response.retryAfter(clock.instant()).orElse(null) : null;
    }
}
