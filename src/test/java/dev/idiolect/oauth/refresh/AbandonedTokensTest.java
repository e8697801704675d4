package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.internal.endpoint.RevocationQueue;
import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.LogCapture;
import dev.idiolect.oauth.store.StoreException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that could not be saved before their session was deleted or replaced. */
class AbandonedTokensTest extends SessionRefresherFixture {

    private final Queue<Thread> started = new ConcurrentLinkedQueue<>();
    private final SessionRefresher watched = SessionRefresher.builder(store, server)
            .clock(clock)
            .threadFactory(this::thread)
            .build();

    private Thread thread(Runnable task) {
        Thread thread = new DaemonThreads().newThread(task);
        started.add(thread);
        return thread;
    }

    private Stream<Thread> revocations() {
        return started.stream().filter(thread -> thread.getName().equals("idiolect-oauth-revocation"));
    }

    @BeforeEach
    void saveExpired() {
        store.save(expired(DID));
    }

    private void failToSave(SessionRefresher by) {
        store.failSaves = true;
        assertThatThrownBy(() -> by.refreshIfNeeded(DID)).isInstanceOf(StoreException.class);
    }

    private void awaitRevoked() {
        await().until(() -> !server.revoked.isEmpty());
        assertThat(server.revoked).extracting(OAuthSession::refreshJwt).containsExactly("refresh-1");
    }

    @Test
    void unsavedTokensAreRevokedAfterLogout() {
        failToSave(refresher);
        store.delete(DID);
        awaitRevoked();
    }

    @Test
    void unsavedTokensAreRevokedIfLogoutWaitedForTheLock() {
        failToSave(SessionRefresher.builder(store, server)
                .clock(clock)
                .longestHold(Duration.ZERO)
                .build());
        store.lock(DID, Duration.ofSeconds(20)).close();
        store.delete(DID);
        awaitRevoked();
    }

    @Test
    void logoutDuringRefreshRevokesNewTokens() {
        server.behavior = session -> {
            store.delete(DID);
            return server.rotate(session);
        };
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(NoSessionException.class);
        awaitRevoked();
    }

    @Test
    void transientFailureOfRevocationIsRetried() {
        AtomicInteger attempts = new AtomicInteger();
        server.beforeRevoke = session -> {
            if (attempts.incrementAndGet() == 1) {
                throw RefreshException.transientFailure(DID, "no response", null, null);
            }
        };
        failToSave(refresher);
        store.delete(DID);
        awaitRevoked();
        assertThat(attempts).hasValue(2);
    }

    @Test
    void permanentFailureOfRevocationIsNotRetried() {
        AtomicInteger attempts = new AtomicInteger();
        server.beforeRevoke = session -> {
            attempts.incrementAndGet();
            throw RefreshException.permanentFailure(DID, "refused", null);
        };
        failToSave(watched);
        store.delete(DID);
        await().until(() -> attempts.get() == 1);
        // Tries again what is still waiting.
        watched.close();
        assertThat(attempts).hasValue(1);
    }

    private void signOutDuringRefresh(String did, String issuer) {
        store.save(expired(did).toBuilder().issuer(issuer).build());
        assertThatThrownBy(() -> refresher.refreshIfNeeded(did)).isInstanceOf(NoSessionException.class);
    }

    @Test
    void hangingServerDelaysNoRevocationAtAnotherOne() {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger hanging = new AtomicInteger();
        server.behavior = session -> {
            store.delete(session.did());
            return server.rotate(session);
        };
        server.beforeRevoke = session -> {
            if (session.issuer().equals("https://auth.example.com")) {
                hanging.incrementAndGet();
                awaitQuietly(end);
            }
        };
        try {
            for (char a = 'a'; a <= 'z'; a++) {
                signOutDuringRefresh("did:plc:" + String.valueOf(a).repeat(24), "https://auth.example.com");
            }
            signOutDuringRefresh(BOB, "https://auth.example.net");
            await().until(() -> !server.revoked.isEmpty());
            assertThat(server.revoked).extracting(OAuthSession::did).containsExactly(BOB);
            assertThat(hanging).hasValue(1);
        } finally {
            end.countDown();
            refresher.close();
        }
        assertThat(server.revoked).hasSize(27);
    }

    @Test
    void closeNamesTheAccountsWhoseTokensStayValid() {
        server.behavior = session -> {
            store.delete(session.did());
            return server.rotate(session);
        };
        server.beforeRevoke = session -> {
            throw RefreshException.transientFailure(session.did(), "no response", Duration.ofHours(1), null);
        };
        try (LogCapture log = new LogCapture(RevocationQueue.class)) {
            signOutDuringRefresh(DID, "https://auth.example.com");
            refresher.close();
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains(
                            "Cannot revoke the unsaved tokens of " + DID + ": no response.",
                            "stay valid at the server until they expire")
                    .doesNotContain("refresh-1", "access-1");
        }
        assertThat(server.revoked).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void newLoginRevokesUnsavedTokensOfOldOne() {
        failToSave(refresher);
        store.failSaves = false;
        OAuthSession login = TestSessions.full(DID).toBuilder()
                .refreshJwt("login")
                .dpopPrivateKeyJwk("{\"kty\":\"OKP\"}")
                .build();
        store.save(login);
        awaitRevoked();
        assertThat(store.load(DID)).contains(login);
    }

    @Test
    void tokensOfSameLoginAreNotRevoked() {
        failToSave(watched);
        store.failSaves = false;
        store.save(expired(DID).toBuilder().refreshJwt("of-another-process").build());
        assertThat(watched.refresh(DID).refreshJwt()).isEqualTo("refresh-2");
        assertThat(revocations()).isEmpty();
    }
}
