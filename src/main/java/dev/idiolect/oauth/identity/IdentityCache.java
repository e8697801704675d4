package dev.idiolect.oauth.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was found out lately, by DID and by handle; bounded, the least recently used is dropped. */
final class IdentityCache {

    // The AT Protocol's OAuth profile asks for less than ten minutes.
    static final Duration KEPT = Duration.ofMinutes(5);

    static final int LIMIT = 1000;

    private record Known(Identity identity, Instant until) {}

    private final Clock clock;
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > LIMIT;
        }
    };

    IdentityCache(Clock clock) {
        this.clock = clock;
    }

    synchronized @Nullable Identity get(String handleOrDid) {
        Known found = known.get(handleOrDid);
        return found != null && clock.instant().isBefore(found.until) ? found.identity : null;
    }

    synchronized void put(Identity identity) {
        Known found = new Known(identity, clock.instant().plus(KEPT));
        known.put(identity.did(), found);
        if (identity.handle() != null) {
            known.put(identity.handle(), found);
        }
    }

    synchronized int size() {
        return known.size();
    }
}
