package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.testkit.OAuthTokenStoreContract;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Additional guarantees of this library's stores, beyond the public contract. */
public abstract class LibraryStoreContract extends OAuthTokenStoreContract {

    protected static final Duration LONG = Duration.ofSeconds(20);
    protected static final Duration SHORT = Duration.ofMillis(60);

    @Test
    void keepsTimesExactly() {
        store.save(TestSessions.full(ALICE));
        assertThat(store.load(ALICE)).contains(TestSessions.full(ALICE));
    }

    @Test
    void lockOfAnyInvalidDidIsRejected() {
        for (String did : new String[] {"", "../" + ALICE, "did:plc:a\u0000b", "DID:PLC:ABC", "did:plc:%"}) {
            assertThatThrownBy(() -> store.lock(did, SHORT)).isInstanceOf(InvalidDidException.class);
        }
    }

    @Test
    void anyDurationIsATimeout() {
        SessionLock held = store.lock(ALICE, Duration.ZERO);
        assertThatThrownBy(() -> store.lock(ALICE, SHORT)).hasMessageContaining("PT0.06S");
        assertThatThrownBy(() -> store.lock(ALICE, Duration.ofSeconds(-1))).isInstanceOf(StoreException.class);
        held.close();
        store.lock(ALICE, Duration.ofSeconds(Long.MAX_VALUE)).close();
    }

    @Test
    void interruptedSaveCompletesAndKeepsTheInterrupt() {
        store.save(version(ALICE, 1));
        Thread.currentThread().interrupt();
        try {
            store.save(version(ALICE, 2));
            assertThat(store.load(ALICE)).contains(version(ALICE, 2));
            assertThat(store.listDids()).containsExactly(ALICE);
            store.delete(BOB);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        store.save(version(ALICE, 3));
        assertThat(store.load(ALICE)).contains(version(ALICE, 3));
    }

    @Test
    void interruptsDuringSavesLoseNothing() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        Thread saver = new Thread(() -> {
            try {
                for (int i = 1; i <= 100; i++) {
                    store.save(version(ALICE, i));
                    assertThat(store.load(ALICE)).contains(version(ALICE, i));
                }
            } catch (Throwable e) {
                failure.set(e);
            } finally {
                done.countDown();
            }
        });
        saver.start();
        while (!done.await(1, TimeUnit.MILLISECONDS)) {
            saver.interrupt();
        }
        assertThat(failure.get()).isNull();
    }

    /** Returns a session whose tokens and nonce contain its version. */
    protected static OAuthSession version(String did, int version) {
        return TestSessions.full(did).toBuilder()
                .accessJwt("access-" + version)
                .refreshJwt("refresh-" + version)
                .issuedAt(TestSessions.ISSUED)
                .expiresAt(TestSessions.EXPIRES)
                .dpopNonce("nonce-" + version)
                .build();
    }

    protected static int versionOf(OAuthSession session) {
        return Integer.parseInt(session.accessJwt().substring("access-".length()));
    }

    protected static void assertWhole(OAuthSession session) {
        assertThat(session).isEqualTo(version(session.did(), versionOf(session)));
    }
}
