package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionSummary;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The idle sessions that this host claims in the store. If the store has no claims, the idle sessions that it lists. */
final class ClaimedSessions implements IdleSessions {

    private final OAuthTokenStore store;
    private final Duration idleFor;
    private final ListedSessions listed;
    private boolean claims = true;

    ClaimedSessions(OAuthTokenStore store, Duration idleFor, ListedSessions listed) {
        this.store = store;
        this.idleFor = idleFor;
        this.listed = listed;
    }

    @Override
    public List<SessionSummary> next(int limit, Set<String> exceptServers) {
        if (claims) {
            Optional<List<SessionSummary>> claimed = store.claimIdle(idleFor, exceptServers, limit);
            if (claimed.isPresent()) {
                return claimed.get();
            }
            claims = false;
        }
        return listed.next(limit, exceptServers);
    }

    @Override
    public void giveBack(List<SessionSummary> sessions) {
        if (claims) {
            postpone(sessions.stream().map(SessionSummary::did).toList(), Duration.ZERO);
        } else {
            listed.giveBack(sessions);
        }
    }

    @Override
    public void postpone(Collection<String> dids, Duration delay) {
        if (claims) {
            store.postponeIdle(dids, idleFor, delay);
        } else {
            listed.postpone(dids, delay);
        }
    }
}
