package dev.idiolect.oauth.client;

import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Sessions in a map. */
final class MapStore implements OAuthTokenStore {

    private final Map<String, OAuthSession> sessions = new ConcurrentHashMap<>();

    @Override
    public void save(OAuthSession session) {
        sessions.put(session.did(), session);
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        return Optional.ofNullable(sessions.get(Did.require(did)));
    }

    @Override
    public void delete(String did) {
        sessions.remove(did);
    }

    @Override
    public List<String> listDids() {
        return sessions.keySet().stream().sorted().toList();
    }
}
