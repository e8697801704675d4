package dev.idiolect.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Threads that refresh one session as the library does: they send a token only under the lock and with a permit. */
final class RefreshRace {

    private static final int THREADS = 6;
    private static final int ROUNDS = 3;

    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final CountDownLatch sentTwice = new CountDownLatch(1);
    private final List<OAuthTokenStore> stores;
    private final Duration wait;

    RefreshRace(Duration wait, OAuthTokenStore... stores) {
        this.wait = wait;
        this.stores = List.of(stores);
    }

    void run(OAuthSession first, Duration patience) throws Exception {
        stores.get(0).save(first);
        Threads.together("A refresh under the lock", THREADS, patience, thread -> {
            for (int round = 0; round < ROUNDS; round++) {
                refresh(stores.get(thread % stores.size()), first.did());
            }
        });
        assertThat(sent)
                .as("At least one of the threads refreshes the session.")
                .isNotEmpty();
    }

    private void refresh(OAuthTokenStore store, String did) throws InterruptedException {
        OAuthSession seen = store.load(did).orElseThrow();
        try (SessionLock lock = store.lock(did, wait)) {
            OAuthSession stored = store.load(did).orElseThrow();
            if (stored.refreshJwt().equals(seen.refreshJwt()) && lock.permit(stored)) {
                if (!sent.add(stored.refreshJwt())) {
                    sentTwice.countDown();
                }
                // Like the response time of a server: other threads get a chance to send the token.
                assertThat(sentTwice.await(10, TimeUnit.MILLISECONDS))
                        .as(
                                "A refresh token is sent once. The server treats a second use as theft and ends the session, so"
                                        + " the user must sign in again.")
                        .isFalse();
                assertThat(store.replace(did, stored, RandomSessions.refreshed(stored)))
                        .as("The holder of the lock can save the new tokens: the server accepts only these tokens.")
                        .isTrue();
            }
        }
    }
}
