package dev.idiolect.oauth.store;

import dev.idiolect.oauth.store.internal.PendingEntry;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Stores pending logins in memory. */
final class InMemoryPendingLogins implements PendingLogins {

    /**
     * The maximum length of all bodies together, in characters: more than {@link PendingLogins#LIMIT} usual logins.
     */
    static final int MAX_TOTAL = 16 * 1024 * 1024;

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
        PendingEntry.require(state, body, StoreException::permanentFailure);
        Instant now = clock.instant();
        entries.values().removeIf(entry -> entry.isExpired(now));
        if (entries.size() >= limit || total() + body.length() > MAX_TOTAL) {
            throw StoreException.transientFailure(PendingEntry.full(entries.size()), null);
        }
        entries.put(state, new PendingEntry(expiresAt, body));
    }

    private long total() {
        return entries.values().stream()
                .mapToLong(entry -> entry.body().length())
                .sum();
    }

    @Override
    public synchronized Optional<String> consume(String state) {
        return Optional.ofNullable(entries.remove(state))
                .filter(entry -> !entry.isExpired(clock.instant()))
                .map(PendingEntry::body);
    }

    @Override
    public synchronized OptionalInt count() {
        Instant now = clock.instant();
        return OptionalInt.of((int)
                entries.values().stream().filter(entry -> !entry.isExpired(now)).count());
    }
}
