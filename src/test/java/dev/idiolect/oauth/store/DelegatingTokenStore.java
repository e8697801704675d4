package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A store that delegates to another, except for methods that a test overrides. */
public class DelegatingTokenStore implements OAuthTokenStore {

    /** The store that it delegates to. */
    public final OAuthTokenStore inner;

    public DelegatingTokenStore(OAuthTokenStore inner) {
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
