package dev.idiolect.oauth.checks.own;

import dev.idiolect.oauth.checks.ContainerContext;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** An application's own store bean, which replaces the library's. It does not override {@code lock}. */
@ApplicationScoped
public class OwnStore implements OAuthTokenStore {

    private final OAuthTokenStore sessions = new InMemoryOAuthTokenStore();
    private final List<String> contexts = new CopyOnWriteArrayList<>();

    /** Returns the container context of each save so far. */
    List<String> contexts() {
        return List.copyOf(contexts);
    }

    @Override
    public void save(OAuthSession session) {
        contexts.add(ContainerContext.seen());
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
