package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.FullLog;
import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.endpoint.RevocationQueue;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.DelegatingTokenStore;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A login replaces the account's session and revokes the old one, also under concurrency and failures. */
class SessionReplacementTest extends LoginFixture {

    /** A custom store without pending logins. */
    private static class CustomStore extends DelegatingTokenStore {

        CustomStore() {
            super(new InMemoryOAuthTokenStore());
        }

        @Override
        public Optional<PendingLogins> pendingLogins() {
            return Optional.empty();
        }
    }

    private static List<OAuthSession> together(List<Callable<OAuthSession>> logins) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(logins.size(), 25));
        try {
            List<OAuthSession> sessions = new ArrayList<>();
            for (Future<OAuthSession> login : threads.invokeAll(logins)) {
                sessions.add(login.get(30, TimeUnit.SECONDS));
            }
            return sessions;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void oldSessionIsRevokedAndNewOneIsValid() {
        OAuthSession old = login(flow);
        OAuthSession fresh = login(flow);
        assertThat(store.load(DID)).contains(fresh);
        await().until(() -> !isAlive(old));
        assertThat(isAlive(fresh)).isTrue();
        assertThat(fake.liveSessions(DID)).isOne();
        fake.assertNoViolations();
    }

    @Test
    void failedRevocationOfOldSessionDoesNotFailLogin() {
        OAuthSession old = login(flow);
        fake.fail(FakePds.REVOKE, FakePds.ALWAYS, Faults.status(500, ""));
        OAuthSession fresh = login(flow);
        assertThat(store.load(DID)).contains(fresh);
        assertThat(isAlive(old)).isTrue();
        assertThat(isAlive(fresh)).isTrue();
    }

    @Test
    void loginDoesNotWaitForServerOfOldSession() throws Exception {
        OAuthSession old = login(flow);
        Gate gate = new Gate();
        fake.fail(FakePds.REVOKE, Faults.hold(gate));
        CompletableFuture<OAuthSession> login = OwnThread.supply(() -> login(flow));
        gate.awaitArrival();
        // Even a short wait for a revocation would be longer.
        OAuthSession fresh = login.get(RevocationQueue.SHORT_WAIT.toMillis() / 2, TimeUnit.MILLISECONDS);
        assertThat(store.load(DID)).contains(fresh);
        assertThat(isAlive(old)).isTrue();
        gate.open();
        await().until(() -> !isAlive(old));
        assertThat(isAlive(fresh)).isTrue();
    }

    @Test
    void oldBearerSessionIsDeletedToo() {
        OAuthSession old = fake.bearerSession(DID);
        store.save(old);
        OAuthSession fresh = login(flow);
        assertThat(store.load(DID)).contains(fresh);
        await().until(() -> fake.liveSessions(DID) == 1);
        fake.assertNoViolations();
    }

    @Test
    void twentyConcurrentLoginsLeaveOneSession() throws Exception {
        List<Callable<OAuthSession>> logins = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            logins.add(() -> login(flow));
        }
        List<OAuthSession> sessions = together(logins);
        OAuthSession kept = store.load(DID).orElseThrow();
        assertThat(sessions).contains(kept);
        await().until(() -> fake.liveSessions(DID) == 1);
        assertThat(isAlive(kept)).isTrue();
        fake.assertNoViolations();
    }

    @Test
    void fiftyConcurrentAccountsGetASessionEach() throws Exception {
        List<Callable<OAuthSession>> logins = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String did = "did:plc:" + "abcdefghijklmnopqrstuv" + (char) ('a' + i / 25) + (char) ('a' + i % 25);
            directory.put(fake, did);
            logins.add(() -> flow.complete(fake.approve(flow.begin(did).url(), did)));
        }
        List<OAuthSession> sessions = together(logins);
        assertThat(store.listDids()).hasSize(50);
        for (OAuthSession session : sessions) {
            assertThat(store.load(session.did())).contains(session);
            assertThat(isAlive(session)).isTrue();
            assertThat(fake.liveSessions(session.did())).isOne();
        }
        assertThat(sessions).extracting(OAuthSession::dpopPrivateKeyJwk).doesNotHaveDuplicates();
        fake.assertNoViolations();
    }

    @Test
    void runningRefreshIsAwaitedAndItsTokensRevoked() throws Exception {
        OAuthSession old = login(flow);
        SessionRefresher refresher = SessionRefresher.builder(
                        store,
                        Refresher.builder(new DpopProofFactory())
                                .timeout(Duration.ofSeconds(20))
                                .clock(clock)
                                .build())
                .build();
        Map<String, String> callback = callback();
        Gate gate = new Gate();
        fake.fail(FakePds.TOKEN, Faults.holdResponse(gate));
        CompletableFuture<OAuthSession> refresh = OwnThread.supply(() -> refresher.refresh(DID));
        gate.awaitArrival();
        CompletableFuture<OAuthSession> login = OwnThread.supply(() -> flow.complete(callback));
        await().until(() -> fake.liveSessions(DID) == 2);
        gate.open();
        OAuthSession refreshed = refresh.get(20, TimeUnit.SECONDS);
        OAuthSession fresh = login.get(20, TimeUnit.SECONDS);
        assertThat(store.load(DID)).contains(fresh);
        assertThat(isAlive(fresh)).isTrue();
        await().until(() -> !isAlive(refreshed));
        assertThat(isAlive(old)).isFalse();
        assertThat(fake.liveSessions(DID)).isOne();
        fake.assertNoViolations();
    }

    @Test
    void failedSaveRevokesNewSessionAndKeepsOldOne() {
        boolean[] failing = {false};
        CustomStore fragile = new CustomStore() {
            @Override
            public void save(OAuthSession session) {
                if (failing[0]) {
                    throw StoreException.permanentFailure("disk full", null);
                }
                super.save(session);
            }
        };
        LoginFlow onFragile = new LoginFlow(client, settings(fragile));
        OAuthSession old = login(onFragile);
        failing[0] = true;
        assertThatThrownBy(() -> login(onFragile))
                .isInstanceOf(StoreException.class)
                .hasMessage("disk full");
        assertThat(fragile.load(DID)).contains(old);
        assertThat(isAlive(old)).isTrue();
        assertThat(fake.liveSessions(DID)).isOne();
    }

    /** A store that fails when it saves a session, and then cannot be read until it is repaired. */
    private static final class LostResponses extends CustomStore {

        private final boolean saves;
        private volatile boolean failing;
        private volatile boolean isReadable = true;
        private volatile boolean readableAfterwards = true;

        LostResponses(boolean saves) {
            this.saves = saves;
        }

        @Override
        public Optional<OAuthSession> load(String did) {
            if (!isReadable) {
                throw StoreException.transientFailure("still no connection", null);
            }
            return super.load(did);
        }

        @Override
        public void save(OAuthSession session) {
            if (!failing || saves) {
                super.save(session);
            }
            if (failing) {
                isReadable = readableAfterwards;
                throw new IllegalStateException("could not be forced to disk");
            }
        }
    }

    @Test
    void savedSessionIsKeptIfOnlyTheResponseIsLost() {
        LostResponses lossy = new LostResponses(true);
        LoginFlow onLossy = new LoginFlow(client, settings(lossy));
        OAuthSession old = login(onLossy);
        lossy.failing = true;
        OAuthSession fresh = login(onLossy);
        assertThat(lossy.load(DID)).contains(fresh);
        assertThat(isAlive(fresh)).isTrue();
        await().until(() -> !isAlive(old));
    }

    @Test
    void sessionWithUnknownOutcomeIsRevokedOnlyIfNotStored() {
        for (boolean saves : new boolean[] {true, false}) {
            LostResponses lossy = new LostResponses(saves);
            LoginSettings settings = settingsBuilder(lossy)
                    .revocationWaits(Collections.nCopies(1000, Duration.ofMillis(20)))
                    .build();
            LoginFlow onLossy = new LoginFlow(client, settings);
            OAuthSession old = login(onLossy);
            lossy.failing = true;
            lossy.readableAfterwards = false;
            assertThatThrownBy(() -> login(onLossy)).hasMessage("could not be forced to disk");
            assertThat(fake.liveSessions(DID)).isEqualTo(2);
            lossy.isReadable = true;
            await().until(() -> fake.liveSessions(DID) == 1);
            OAuthSession stored = lossy.load(DID).orElseThrow();
            assertThat(stored.equals(old)).isNotEqualTo(saves);
            assertThat(isAlive(stored)).isTrue();
            fake.endSessions(DID);
        }
    }

    @Test
    void loginSucceedsIfItsSessionIsSavedAndOnlyALogHandlerFails() {
        LostResponses lossy = new LostResponses(true);
        LoginFlow onLossy = new LoginFlow(client, settings(lossy));
        OAuthSession old = login(onLossy);
        lossy.failing = true;
        FullLog.during(SessionReplacement.class.getName(), () -> login(onLossy));
        OAuthSession fresh = lossy.load(DID).orElseThrow();
        assertThat(fresh).isNotEqualTo(old);
        await().until(() -> !isAlive(old));
        assertThat(isAlive(fresh)).isTrue();
    }

    /** A store whose database completes a save only after the client has given up. */
    private static final class LateSaves extends CustomStore {

        private volatile boolean late;
        private volatile OAuthSession running;

        @Override
        public void save(OAuthSession session) {
            if (late) {
                running = session;
                throw StoreException.transientFailure("the connection was lost", null);
            }
            super.save(session);
        }
    }

    @Test
    void sessionThatIsSavedAfterTheFailureIsNotRevoked() {
        LateSaves slow = new LateSaves();
        Duration wait = Duration.ofSeconds(1);
        LoginFlow onSlow = new LoginFlow(
                client,
                settingsBuilder(slow)
                        .revocationWaits(Collections.nCopies(10, wait))
                        .build());
        OAuthSession old = login(onSlow);
        slow.late = true;
        assertThatThrownBy(() -> login(onSlow)).hasMessage("the connection was lost");
        slow.inner.save(slow.running);
        await().until(() -> !isAlive(old));
        assertThat(isAlive(slow.running)).isTrue();
        assertThat(slow.load(DID)).contains(slow.running);
    }

    @Test
    void unreadableOldSessionIsReplaced() {
        CustomStore unreadable = new CustomStore() {
            @Override
            public Optional<OAuthSession> load(String did) {
                throw StoreException.unreadable("garbage", null);
            }
        };
        OAuthSession fresh = login(new LoginFlow(client, settings(unreadable)));
        assertThat(unreadable.inner.load(DID)).contains(fresh);
    }

    @Test
    void sessionWhoseKeyIsMissingIsKept() {
        assertOldSessionIsKept(StoreException.missingKey("one", false, "its key is missing", null));
    }

    @Test
    void sessionThatCannotBeReadForNowIsKept() {
        assertOldSessionIsKept(StoreException.transientFailure("the connection was lost", null));
    }

    @Test
    void sessionIsKeptIfTheStoreItselfFails() {
        assertOldSessionIsKept(StoreException.permanentFailure("no permission for the file", null));
    }

    private void assertOldSessionIsKept(StoreException onLoad) {
        OAuthSession old = login(flow);
        CustomStore locked = new CustomStore() {
            @Override
            public Optional<OAuthSession> load(String did) {
                throw onLoad;
            }
        };
        locked.inner.save(old);
        LoginFlow onLocked = new LoginFlow(client, settings(locked));
        assertThatThrownBy(() -> login(onLocked)).hasStackTraceContaining(onLoad.getMessage());
        assertThat(locked.inner.load(DID)).contains(old);
        assertThat(isAlive(old)).isTrue();
    }

    /** A store whose lock does not exclude refreshes: one saves its tokens after each of the first loads. */
    private static CustomStore changingWhile(int[] changes) {
        return new CustomStore() {
            @Override
            public boolean replace(String did, @Nullable OAuthSession expected, @Nullable OAuthSession replacement) {
                if (changes[0]-- > 0) {
                    save(expected.toBuilder().refreshJwt("newer" + changes[0]).build());
                }
                return super.replace(did, expected, replacement);
            }
        };
    }

    @Test
    void tokensSavedDuringTheLoginAreReplaced() {
        int[] changes = {0};
        CustomStore changing = changingWhile(changes);
        LoginFlow onChanging = new LoginFlow(client, settings(changing));
        login(onChanging);
        changes[0] = 3;
        OAuthSession fresh = login(onChanging);
        assertThat(changing.load(DID)).contains(fresh);
        assertThat(isAlive(fresh)).isTrue();
    }

    @Test
    void sessionThatKeepsChangingIsATransientFailure() {
        int[] changes = {0};
        CustomStore changing = changingWhile(changes);
        LoginFlow onChanging = new LoginFlow(client, settings(changing));
        login(onChanging);
        changes[0] = Integer.MAX_VALUE;
        String message =
                "Cannot change the session of " + DID + ": it was changed elsewhere 20 times meanwhile. Try again";
        assertThatThrownBy(() -> login(onChanging))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isTransient()).isTrue())
                .hasMessage(message);
        assertThatThrownBy(() -> new Logout(client, settings(changing)).logout(DID))
                .hasMessage(message);
        assertThat(changing.load(DID)).isPresent();
        await().until(() -> fake.liveSessions(DID) == 1);
    }

    @Test
    void customStoreNeedsNoPendingLogins() {
        CustomStore own = new CustomStore();
        assertThat(own.pendingLogins()).isEmpty();
        OAuthSession session = login(new LoginFlow(client, settings(own)));
        assertThat(own.load(DID)).contains(session);
    }

    @Test
    void loginCompletesInAnotherFlowOnSameStore() {
        Map<String, String> callback = callback();
        OAuthSession session = new LoginFlow(client, settings(store)).complete(callback);
        assertThat(isAlive(session)).isTrue();
        assertThat(failure(() -> flow.complete(callback)).reason()).isEqualTo(LoginException.Reason.UNKNOWN_STATE);
    }
}
