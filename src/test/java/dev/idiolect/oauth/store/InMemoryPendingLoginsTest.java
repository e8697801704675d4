package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.internal.PendingEntry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryPendingLoginsTest extends LibraryPendingLoginsContract {

    @Override
    protected PendingLogins open() {
        return new InMemoryPendingLogins(clock, LIMIT);
    }

    @Override
    protected void close() {}

    @Test
    void pendingLoginsHaveATotalLimitInMemory() {
        PendingLogins many = PendingLogins.inMemory(clock);
        String longest = "x".repeat(PendingEntry.MAX_BODY);
        int fitting = InMemoryPendingLogins.MAX_TOTAL / PendingEntry.MAX_BODY;
        for (int i = 0; i < fitting; i++) {
            many.save("state-" + i, longest, LATER);
        }
        assertThatThrownBy(() -> many.save("another", "x", LATER))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isTransient()).isTrue())
                .hasMessageStartingWith(fitting + " logins are pending");
        clock.advance(Duration.ofSeconds(600));
        many.save("later", "x", LATER.plusSeconds(600));
    }

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
