package dev.idiolect.oauth.login;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A store whose pending logins can be counted. */
final class WatchedStore implements OAuthTokenStore {

    /** What is pending, by state. */
    final Map<String, String> pending = new ConcurrentHashMap<>();

    private final OAuthTokenStore sessions = new InMemoryOAuthTokenStore();
    private final PendingLogins logins = new PendingLogins() {
        @Override
        public void put(String state, String body, Instant expiresAt) {
            pending.put(state, body);
        }

        @Override
        public Optional<String> take(String state) {
            return Optional.ofNullable(pending.remove(state));
        }
    };

    @Override
    public void save(OAuthSession session) {
        sessions.save(session);
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        return sessions.load(did);
    }

    @Override
    public void delete(String did) {
        sessions.delete(did);
    }

    @Override
    public List<String> listDids() {
        return sessions.listDids();
    }

    @Override
    public Optional<PendingLogins> pendingLogins() {
        return Optional.of(logins);
    }
}
