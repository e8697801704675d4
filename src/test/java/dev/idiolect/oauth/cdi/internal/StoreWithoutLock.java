package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import java.util.List;
import java.util.Optional;

/** An application's store that does not override {@code lock}. */
class StoreWithoutLock implements OAuthTokenStore {

    private final OAuthTokenStore store = new InMemoryOAuthTokenStore();

    @Override
    public void save(OAuthSession session) {
        store.save(session);
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        return store.load(did);
    }

    @Override
    public void delete(String did) {
        store.delete(did);
    }

    @Override
    public List<String> listDids() {
        return store.listDids();
    }
}
