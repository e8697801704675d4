package dev.idiolect.oauth.login;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.SessionLock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A store that does what another does, but for what a test overrides. */
class ForwardingStore implements OAuthTokenStore {

    final OAuthTokenStore inner;

    ForwardingStore(OAuthTokenStore inner) {
        this.inner = inner;
    }

    @Override
    public void save(OAuthSession session) {
        inner.save(session);
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        return inner.load(did);
    }

    @Override
    public void delete(String did) {
        inner.delete(did);
    }

    @Override
    public List<String> listDids() {
        return inner.listDids();
    }

    @Override
    public SessionLock lock(String did, Duration timeout) {
        return inner.lock(did, timeout);
    }

    @Override
    public Optional<PendingLogins> pendingLogins() {
        return inner.pendingLogins();
    }
}
