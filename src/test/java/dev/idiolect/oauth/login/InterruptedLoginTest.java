package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.DelegatingTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Gate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An interrupted caller, for example at Fault Tolerance's timeout, leaves no session that it did not get. */
class InterruptedLoginTest extends LoginFixture {

    @ParameterizedTest
    @ValueSource(strings = {FakePds.TOKEN, FakePds.PROTECTED_RESOURCE})
    void sessionOfInterruptedLoginIsRevoked(String path) throws Exception {
        Map<String, String> callback = callback();
        Gate gate = new Gate();
        fake.fail(path, call -> {
            var response = call.process().get();
            gate.pass();
            return response;
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            thrown.set(catchThrowable(() -> flow.complete(callback)));
            flag.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        gate.awaitArrival();
        caller.interrupt();
        caller.join(20_000);
        gate.open();
        assertThat(thrown.get())
                .isInstanceOfSatisfying(
                        LoginException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
        assertThat(flag.get()).isTrue();
        await().untilAsserted(this::assertNoSessions);
    }

    @Test
    void callerInterruptedDuringSaveGetsSession() throws Exception {
        Gate gate = new Gate();
        OAuthTokenStore slow = new DelegatingTokenStore(store) {
            @Override
            public void save(OAuthSession session) {
                try {
                    gate.pass();
                } catch (InterruptedException e) {
                    throw new AssertionError("the caller's interrupt reached the store", e);
                }
                super.save(session);
            }
        };
        LoginFlow slowly = new LoginFlow(client, settings(slow));
        Map<String, String> callback = fake.approve(slowly.begin(DID).url(), DID);
        AtomicReference<OAuthSession> session = new AtomicReference<>();
        Thread caller = new Thread(() -> session.set(slowly.complete(callback)));
        caller.start();
        gate.awaitArrival();
        caller.interrupt();
        gate.open();
        caller.join(20_000);
        assertThat(store.load(DID)).contains(session.get());
        assertThat(isAlive(session.get())).isTrue();
    }

    @Test
    void failedUnlockDoesNotRevokeStoredSession() {
        OAuthTokenStore odd = new DelegatingTokenStore(store) {
            @Override
            public SessionLock lock(String did, Duration timeout) {
                SessionLock lock = super.lock(did, timeout);
                return () -> {
                    lock.close();
                    throw new IllegalStateException("the connection is gone");
                };
            }
        };
        OAuthSession session = login(new LoginFlow(client, settings(odd)));
        assertThat(store.load(DID)).contains(session);
        assertThat(isAlive(session)).isTrue();
    }
}
