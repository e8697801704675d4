package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.time.Duration;

/** How long each part of a refresh may take. Whoever waits for another waits longer than that one takes. */
final class RefreshLimits {

    /** Until the token is sent, from when the refresh has begun; what is later is not sent at all. */
    static final Duration SENT_WITHIN = Duration.ofSeconds(30);

    /** Until what came for a token that was sent is saved: a store that closes is to be there for so long. */
    static final Duration SAVED_WITHIN =
            SENT_WITHIN.plus(SsrfSafeHttpClient.SINGLE_USE_ANSWER).plusSeconds(5);

    /** How long a refresh waits for the right to begin. */
    static final Duration WAIT_FOR_LOCK = Duration.ofSeconds(60);

    /** How long a caller waits for all of it. */
    static final Duration CALLER_WAITS = Duration.ofMinutes(3);

    private RefreshLimits() {}
}
