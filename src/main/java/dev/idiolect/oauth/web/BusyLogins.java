package dev.idiolect.oauth.web;

import dev.idiolect.oauth.identity.internal.TypedAccount;
import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.login.LoginException;
import dev.idiolect.oauth.login.LoginException.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for a moment the logins that failed because their server accepts no more, or because too many logins wait for it.
 * Their repetitions then fail at once and take no place of other logins. Thread-safe.
 */
final class BusyLogins {

    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final int MAX = 1_000;

    private record Failure(LoginException exception, long nanos) {}

    private final LruCache<Failure> failures = new LruCache<>(MAX);

    /** Returns the failure of a moment ago, or null. */
    @Nullable
    LoginException find(String login) {
        Failure failure = failures.get(login);
        return failure == null || System.nanoTime() - failure.nanos() > MOMENT.toNanos() ? null : failure.exception();
    }

    void add(String login, LoginException failure) {
        if (failure.reason() == Reason.RATE_LIMITED) {
            failures.put(login, new Failure(failure, System.nanoTime()));
        }
    }

    /** Returns a name for logins with a typed account: its server if it is a URL, and else the account itself. */
    static String of(String account) {
        TypedAccount typed = TypedAccount.of(account);
        String server = typed.server();
        if (typed.isUrl() && server != null) {
            return server;
        }
        return typed.name() == null ? account : typed.name();
    }
}
