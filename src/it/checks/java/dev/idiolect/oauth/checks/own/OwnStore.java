package dev.idiolect.oauth.checks.own;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** An application's own store, which replaces the library's by being a bean. */
@ApplicationScoped
public class OwnStore implements OAuthTokenStore {

    private final OAuthTokenStore sessions = new InMemoryOAuthTokenStore();

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
    public String toString() {
        return "OwnStore";
    }
}
