package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.internal.http.RequestThreads;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.DelegatingTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.testkit.internal.FakePds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Login and logout wait two minutes for the account's lock, longer than a refresh can take. */
class LockWaitTest extends LoginFixture {

    private static final Duration WAIT = Duration.ofMinutes(2);

    private final List<Duration> waits = new CopyOnWriteArrayList<>();
    private final CountDownLatch lockRequested = new CountDownLatch(1);
    private volatile boolean impatient;
    private final DelegatingTokenStore locking = new DelegatingTokenStore(store) {
        @Override
        public SessionLock lock(String did, Duration timeout) {
            waits.add(timeout);
            lockRequested.countDown();
            return super.lock(did, impatient ? Duration.ofMillis(1) : timeout);
        }
    };
    private final Logout logout = new Logout(client, settings(locking));
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void stopOther() {
        other.shutdownNow();
    }

    private SessionLock heldByAnother() throws Exception {
        return other.submit(() -> store.lock(DID, WAIT)).get();
    }

    private void release(SessionLock lock) throws Exception {
        other.submit(lock::close).get();
    }

    @Test
    void logoutWaitsForTwoMinutes() throws Exception {
        store.save(fake.session(DID));
        SessionLock lock = heldByAnother();
        impatient = true;
        assertThatThrownBy(() -> logout.logout(DID)).isInstanceOf(StoreException.class);
        assertThat(waits).hasSize(2);
        assertThat(waits.get(0).plus(waits.get(1))).isEqualTo(WAIT);
        release(lock);
    }

    @Test
    void loginWaitsForTwoMinutes() {
        login(new LoginFlow(client, settings(locking)));
        new AppPasswordLogin(client, settings(locking)).login(DID, account.password());
        assertThat(waits).containsExactly(WAIT, WAIT);
    }

    @Test
    void logoutFailsAfterLockTimeout() throws Exception {
        OAuthSession session = fake.session(DID);
        store.save(session);
        SessionLock lock = heldByAnother();
        impatient = true;
        for (boolean mode : new boolean[] {true, false}) {
            assertThatThrownBy(() -> logout.logout(DID, mode)).isInstanceOf(StoreException.class);
        }
        assertThat(store.load(DID)).contains(session);
        assertThat(fake.requests(FakePds.REVOKE)).isZero();
        release(lock);
        logout.logout(DID);
        assertNoSessions();
    }

    @Test
    void logoutRevokesSessionSavedByRefresh() throws Exception {
        store.save(fake.session(DID));
        SessionLock lock = heldByAnother();
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            Future<?> done = caller.submit(() -> logout.logout(DID));
            assertThat(lockRequested.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(fake.requests(FakePds.REVOKE)).isZero();
            OAuthSession fresh = fake.session(DID);
            store.save(fresh);
            release(lock);
            done.get(30, TimeUnit.SECONDS);
            assertThat(isAlive(fresh)).isFalse();
            assertThat(store.listDids()).isEmpty();
        } finally {
            caller.shutdownNow();
        }
    }

    @Test
    void logoutsThatWaitForSlowRefreshesHoldFewThreads() throws Exception {
        List<Runnable> releases = new CopyOnWriteArrayList<>();
        ExecutorService requests = Executors.newCachedThreadPool();
        List<Future<?>> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                String did = "did:plc:slow" + i;
                releases.add(other.submit(() -> store.lock(did, WAIT)).get()::close);
                waiting.add(requests.submit(() -> logout.logout(did)));
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> waiting.stream().filter(each -> !each.isDone()).count() <= RequestThreads.share() / 4);
        } finally {
            releases.forEach(release -> assertThat(other.submit(release)).succeedsWithin(WAIT));
            requests.shutdown();
        }
    }
}
