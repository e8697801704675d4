package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.StoreException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tokens that could not be saved before their session was deleted or replaced. */
@Execution(ExecutionMode.CONCURRENT)
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
        server.beforeRevoke = () -> {
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
        server.beforeRevoke = () -> {
            attempts.incrementAndGet();
            throw RefreshException.permanentFailure(DID, "refused", null);
        };
        failToSave(watched);
        store.delete(DID);
        await().until(() -> revocations().anyMatch(thread -> thread.getState() == Thread.State.TERMINATED));
        assertThat(attempts).hasValue(1);
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
