package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.DelegatingTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionSummary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Claims idle sessions in memory, as the JDBC store does in its database. */
final class ClaimingStore extends DelegatingTokenStore {

    private static final Duration CLAIM = Duration.ofMinutes(15);

    private final Clock clock;
    private final Map<String, Instant> dueAt = new HashMap<>();

    ClaimingStore(OAuthTokenStore inner, Clock clock) {
        super(inner);
        this.clock = clock;
    }

    @Override
    public List<SessionSummary> sessions(String after, int limit) {
        return inner.sessions(after, limit);
    }

    @Override
    public synchronized void save(OAuthSession session) {
        dueAt.remove(session.did());
        super.save(session);
    }

    @Override
    public synchronized Optional<List<SessionSummary>> claimIdle(
            Duration idleFor, Set<String> exceptServers, int limit) {
        Instant now = clock.instant();
        List<SessionSummary> claimed = inner.sessions(null, Integer.MAX_VALUE).stream()
                .filter(session -> !session.issuedAt().plus(idleFor).isAfter(now))
                .filter(session -> !due(session, idleFor).isAfter(now))
                .filter(session -> !exceptServers.contains(Sweep.server(session)))
                .sorted(Comparator.comparing(session -> due(session, idleFor)))
                .limit(limit)
                .toList();
        claimed.forEach(session -> dueAt.put(session.did(), now.plus(CLAIM)));
        return Optional.of(claimed);
    }

    private Instant due(SessionSummary session, Duration idleFor) {
        return dueAt.getOrDefault(session.did(), session.issuedAt().plus(idleFor));
    }

    @Override
    public synchronized void postponeIdle(Collection<String> dids, Duration idleFor, Duration delay) {
        dids.forEach(did -> dueAt.put(did, clock.instant().plus(delay)));
    }
}
