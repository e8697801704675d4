package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.internal.http.PastTime;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Resolved identities by DID and by handle. Bounded and thread-safe. */
final class IdentityCache {

    // The AT Protocol OAuth profile requires less than ten minutes.
    static final Duration FRESH_FOR = Duration.ofMinutes(5);

    static final int LIMIT = 1000;
    private static final long MAX_BYTES = 1L << 20;

    private record Entry(Identity identity, PastTime resolvedAt) {}

    private final Clock clock;
    private final LruCache<Entry> entries = new LruCache<>(LIMIT, MAX_BYTES, entry -> bytes(entry.identity()));

    IdentityCache(Clock clock) {
        this.clock = clock;
    }

    private static long bytes(Identity identity) {
        return LruCache.bytes(identity.did()) + LruCache.bytes(identity.handle()) + LruCache.bytes(identity.pdsUrl());
    }

    @Nullable
    Identity get(String handleOrDid) {
        Entry entry = entries.get(handleOrDid);
        return entry != null && entry.resolvedAt().isWithin(FRESH_FOR, clock.instant()) ? entry.identity : null;
    }

    void put(Identity identity) {
        Entry entry = new Entry(identity, new PastTime(clock.instant()));
        entries.put(identity.did(), entry);
        if (identity.handle() != null) {
            entries.put(identity.handle(), entry);
        }
    }

    int size() {
        return entries.size();
    }
}
