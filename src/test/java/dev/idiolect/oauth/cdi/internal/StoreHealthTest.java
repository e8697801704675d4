package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.seal.internal.TestKeys;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.DelegatingTokenStore;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.LogCapture;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the application is ready. */
class StoreHealthTest {

    private static final String ALICE = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    private static final String BOB = "did:plc:z72i7hdynmk6r22z27h6tvur";

    private final TestClock clock = TestClock.at(TestSessions.ISSUED);

    private final List<SqliteOAuthTokenStore> stores = new ArrayList<>();

    @AfterEach
    void closeStores() {
        stores.forEach(SqliteOAuthTokenStore::close);
    }

    @TempDir
    Path directory;

    @Test
    void workingStoreIsReadyAndShowsItsCounts() {
        SqliteOAuthTokenStore store = opened(file(), null);
        store.save(TestSessions.full(ALICE));
        store.pendingLogins().orElseThrow().save("state", "body", Instant.now().plusSeconds(60));
        StoreHealth.Result result = health(store).check();
        assertThat(result.problem()).isEmpty();
        assertThat(result.counts()).containsEntry("pendingLogins", 1L).containsEntry("unsavedSessions", 0L);
        assertThat(store.listDids()).containsExactly(ALICE);
    }

    @Test
    void storeThatFailsIsNotReadyAndWarnsOnce() {
        OAuthTokenStore failing = new DelegatingTokenStore(new InMemoryOAuthTokenStore()) {
            @Override
            public Optional<OAuthSession> load(String did) {
                throw StoreException.transientFailure("Cannot connect to db.internal.example.com", null);
            }
        };
        StoreHealth health = health(failing);
        try (LogCapture log = new LogCapture(StoreHealth.class)) {
            assertThat(health.check().problem()).contains("store not available");
            assertThat(health.check().problem()).contains("store not available");
            assertThat(log.messages()).singleElement().asString().contains("db.internal.example.com");
        }
    }

    @Test
    void lostEncryptionKeyMeansNotReady() {
        saveWithLostKey();
        SqliteOAuthTokenStore store = opened(file(), TestKeys.source("other"));
        StoreHealth health = health(store);
        assertThat(health.check().problem()).contains("encryption key missing");
        store.save(TestSessions.full(BOB));
        assertThat(health.check().problem()).as("one session can be read").isEmpty();
    }

    @Test
    void keysAreCheckedOnceAMinute() {
        SqliteOAuthTokenStore store = opened(file(), TestKeys.source("first"));
        StoreHealth health = health(store);
        assertThat(health.check().problem()).isEmpty();
        saveWithLostKey();
        assertThat(health.check().problem()).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        assertThat(health.check().problem()).contains("encryption key missing");
    }

    @Test
    void customStoreIsNotListed() {
        OAuthTokenStore custom = new DelegatingTokenStore(new InMemoryOAuthTokenStore()) {
            @Override
            public List<String> listDids() {
                throw new AssertionError("reads all sessions");
            }
        };
        assertThat(health(custom).check().problem()).isEmpty();
    }

    private SqliteOAuthTokenStore opened(Path path, KeySource keys) {
        SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(path, keys);
        stores.add(store);
        return store;
    }

    private Path file() {
        return directory.resolve("sessions.db");
    }

    private void saveWithLostKey() {
        try (SqliteOAuthTokenStore store = opened(file(), TestKeys.source("lost"))) {
            store.save(TestSessions.full(ALICE));
        }
    }

    private StoreHealth health(OAuthTokenStore store) {
        SessionRefresher refresher =
                SessionRefresher.builder(store, session -> session).build();
        return new StoreHealth(store, refresher, clock);
    }
}
