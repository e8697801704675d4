package dev.idiolect.oauth.login;

import dev.idiolect.oauth.internal.http.Durations;
import java.time.Duration;

/**
 * Time limits of whole logins. A hostile server can use up the timeout of each request, and a login has many requests.
 *
 * @param begin the limit from the form to the redirect
 * @param complete the limit from the callback to the stored session
 */
record LoginLimits(Duration begin, Duration complete) {

    private static final Duration BEGIN = Duration.ofSeconds(20);
    private static final Duration COMPLETE = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Returns the limits for a timeout of each request. */
    static LoginLimits of(Duration timeout) {
        Duration request = Durations.min(timeout, LONGEST);
        return new LoginLimits(
                Durations.max(BEGIN, request.multipliedBy(2)), Durations.max(COMPLETE, request.multipliedBy(3)));
    }
}
