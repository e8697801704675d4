package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications that share only the store. */
class SharedStoreTest extends RefreshFixture {

    private static final int ROUNDS = 5;
    private static final int CALLERS = 8;

    @Test
    void filesystemStoresTakeTurns(@TempDir Path directory) throws Exception {
        try (FilesystemOAuthTokenStore one = FilesystemOAuthTokenStore.open(directory);
                FilesystemOAuthTokenStore other = FilesystemOAuthTokenStore.open(directory)) {
            assertOneRefreshARound(one, other);
        }
    }

    @Test
    void sqliteStoresTakeTurns(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("sessions.db");
        try (SqliteOAuthTokenStore one = SqliteOAuthTokenStore.open(file);
                SqliteOAuthTokenStore other = SqliteOAuthTokenStore.open(file)) {
            assertOneRefreshARound(one, other);
        }
    }

    private void assertOneRefreshARound(OAuthTokenStore one, OAuthTokenStore other) throws Exception {
        List<SessionRefresher> refreshers = List.of(application(one), application(other));
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            one.save(fake.session(DID));
            for (int round = 1; round <= ROUNDS; round++) {
                OAuthSession known = other.load(DID).orElseThrow();
                CyclicBarrier start = new CyclicBarrier(CALLERS);
                List<Future<OAuthSession>> callers = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) {
                    SessionRefresher mine = refreshers.get(i % 2);
                    callers.add(threads.submit(() -> {
                        start.await();
                        return mine.renew(known);
                    }));
                }
                Set<String> seen = new HashSet<>();
                for (Future<OAuthSession> caller : callers) {
                    seen.add(caller.get().accessJwt());
                }
                assertThat(seen).hasSize(1).doesNotContain(known.accessJwt());
                assertThat(fake.refreshes()).isEqualTo(round);
            }
        } finally {
            threads.shutdownNow();
        }
        fake.assertNoViolations();
    }

    private SessionRefresher application(OAuthTokenStore store) {
        Refresher own = Refresher.builder(new DpopProofFactory())
                .timeout(PATIENT)
                .clock(clock)
                .build();
        return SessionRefresher.builder(store, own).clock(clock).build();
    }
}
