package dev.idiolect.oauth.store;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Stores pending logins in memory. */
final class InMemoryPendingLogins implements PendingLogins {

    // Transient, so that no serializer writes the secrets.
    private final transient Map<String, PendingEntry> entries = new HashMap<>();
    private final Clock clock;
    private final int limit;

    InMemoryPendingLogins(Clock clock, int limit) {
        this.clock = clock;
        this.limit = limit;
    }

    @Override
    public synchronized void save(String state, String body, Instant expiresAt) {
        PendingEntry.requireState(state);
        Instant now = clock.instant();
        entries.values().removeIf(entry -> entry.isExpired(now));
        if (entries.size() >= limit) {
            throw PendingEntry.full(limit);
        }
        entries.put(state, new PendingEntry(expiresAt, body));
    }

    @Override
    public synchronized Optional<String> consume(String state) {
        return Optional.ofNullable(entries.remove(state))
                .filter(entry -> !entry.isExpired(clock.instant()))
                .map(PendingEntry::body);
    }
}
