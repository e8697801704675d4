package dev.idiolect.oauth.testkit.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Detects concurrent requests with the same refresh token. */
final class FakeRefreshWatch {

    private final FakeViolations violations;
    private final Map<String, Integer> running = new ConcurrentHashMap<>();

    FakeRefreshWatch(FakeViolations violations) {
        this.violations = violations;
    }

    /** Records the start of a request. The returned action records its end and may run more than once. */
    Runnable start(FakeRequest request) {
        String token;
        if (request.path().equals(FakePds.TOKEN)) {
            token = request.form().getOrDefault("refresh_token", "");
        } else if (request.path().endsWith(FakePds.REFRESH_SESSION)) {
            token = request.header("Authorization").orElse("");
        } else {
            token = "";
        }
        if (token.isEmpty()) {
            return () -> {};
        }
        if (running.merge(token, 1, Integer::sum) > 1) {
            violations.add(request, "two refreshes of one session at once");
        }
        AtomicBoolean ended = new AtomicBoolean();
        return () -> {
            if (!ended.getAndSet(true)) {
                running.computeIfPresent(token, (key, count) -> count == 1 ? null : count - 1);
            }
        };
    }
}
