package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryPendingLoginsTest extends PendingLoginsContract {

    @Override
    PendingLogins open() {
        return new InMemoryPendingLogins(clock, LIMIT);
    }

    @Override
    void close() {}

    @Test
    void inMemoryStoreKeepsPendingLogins() {
        OAuthTokenStore store = new InMemoryOAuthTokenStore();
        assertThat(store.pendingLogins()).isPresent().isEqualTo(store.pendingLogins());
    }

    @Test
    void storeWithoutPendingLoginsReturnsNone() {
        OAuthTokenStore own = new OAuthTokenStore() {
            @Override
            public void save(OAuthSession session) {}

            @Override
            public Optional<OAuthSession> load(String did) {
                return Optional.empty();
            }

            @Override
            public void delete(String did) {}

            @Override
            public List<String> listDids() {
                return List.of();
            }
        };
        assertThat(own.pendingLogins()).isEmpty();
        own.lock("did:plc:a", Duration.ZERO).close();
    }
}
