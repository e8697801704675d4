package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.time.Duration;

/** Timeouts of a refresh. Each outer timeout is longer than the ones it contains. */
final class RefreshLimits {

    /** For all lookups of a refresh. A refresh continues without the results that are not ready by then. */
    static final Duration LOOKED_UP_WITHIN = Duration.ofSeconds(4);

    /** How long a refresh waits for the verification of a handle, which then continues in the background. */
    static final Duration HANDLE_VERIFIED_WITHIN = Duration.ofSeconds(1);

    /** From the end of the lookups until the refresh token is sent. Past this limit, the token is not sent. */
    static final Duration SENT_WITHIN = Duration.ofSeconds(30);

    /** From the start of a refresh until its new tokens are saved. No refresh starts if the store closes sooner. */
    static final Duration SAVED_WITHIN = LOOKED_UP_WITHIN
            .plus(SENT_WITHIN)
            .plus(SsrfSafeHttpClient.SINGLE_USE_RESPONSE_TIMEOUT)
            .plusSeconds(5);

    /** How long a refresh waits for the store's lock. */
    static final Duration LOCK_WAIT = Duration.ofSeconds(60);

    /** How long a caller waits for the whole refresh. */
    static final Duration CALLER_WAIT = Duration.ofMinutes(3);

    /** How long the store's lock is held after a failed save, so that no other process uses the consumed token. */
    static final Duration LOCK_HELD_FOR_SAVE = Duration.ofMinutes(10);

    private RefreshLimits() {}
}
