package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends the requests of identity lookups. A server that limits their rate gets none of them until its time is up. */
final class IdentityHttp {

    private final SsrfSafeHttpClient http;
    private final Clock clock;

    IdentityHttp(SsrfSafeHttpClient http, Clock clock) {
        this.http = http.forPurpose("identity");
        this.clock = clock;
    }

    HttpResponse get(URI url, String accept) throws ExchangeException {
        return http.get(url, accept);
    }

    /** Follows a redirect in time. Its target, which a stranger chooses, must not use up the rate of other lookups. */
    HttpResponse follow(URI url, String accept, Duration limit) throws ExchangeException {
        return http.forPurpose("redirect").within(limit).get(url, accept);
    }

    /** Returns how long the server wants no request, or null. */
    @Nullable
    Duration retryAfter(HttpResponse response) {
        return response.isTransient() ? response.retryAfter(clock.instant()).orElse(null) : null;
    }
}
