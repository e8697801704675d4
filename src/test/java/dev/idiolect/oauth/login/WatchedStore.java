package dev.idiolect.oauth.login;

import dev.idiolect.oauth.store.DelegatingTokenStore;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A store with pending logins that a test can count. */
final class WatchedStore extends DelegatingTokenStore {

    /** The pending logins by state. */
    final Map<String, String> pending = new ConcurrentHashMap<>();

    private final PendingLogins logins = new PendingLogins() {
        @Override
        public void save(String state, String body, Instant expiresAt) {
            pending.put(state, body);
        }

        @Override
        public Optional<String> consume(String state) {
            return Optional.ofNullable(pending.remove(state));
        }
    };

    WatchedStore() {
        super(new InMemoryOAuthTokenStore());
    }

    @Override
    public Optional<PendingLogins> pendingLogins() {
        return Optional.of(logins);
    }
}
