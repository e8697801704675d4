package dev.idiolect.oauth.login;

import dev.idiolect.oauth.http.WebAnswer;
import dev.idiolect.oauth.login.LoginException.Reason;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Turns a server's refusal into an exception. */
final class Refusal {

    private Refusal() {}

    /** @param whom who answered, without anything that could hold a secret */
    static LoginException of(String whom, WebAnswer answer, Clock clock) {
        Reason reason = answer.status() == 429
                ? Reason.RATE_LIMITED
                : answer.isTransient() ? Reason.UNAVAILABLE : Reason.REFUSED;
        return of(reason, whom, answer, clock);
    }

    static LoginException of(Reason reason, String whom, WebAnswer answer, Clock clock) {
        Instant retryAt = retryAt(answer, clock);
        String wait = retryAt == null ? "" : "; it takes requests again at " + retryAt;
        return new LoginException(
                reason, whom + " answered " + answer.summary() + wait, answer.errorCode(), retryAt, null);
    }

    /** By {@code Retry-After}, or by {@code RateLimit-Reset} as PDSs send it. */
    private static @Nullable Instant retryAt(WebAnswer answer, Clock clock) {
        if (answer.header("Retry-After") != null) {
            return answer.retryAt(clock.instant());
        }
        String reset = answer.header("RateLimit-Reset");
        return answer.status() == 429 && reset != null && reset.matches("\\d{1,11}")
                ? Instant.ofEpochSecond(Long.parseLong(reset))
                : null;
    }
}
