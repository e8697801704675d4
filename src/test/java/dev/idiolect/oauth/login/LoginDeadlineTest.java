package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.store.DelegatingTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.SessionLock;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A hostile server cannot make a login last longer than the limit of the whole login. */
class LoginDeadlineTest extends LoginFixture {

    private static final Duration SHORT = Duration.ofMillis(700);
    private static final Duration LONG = Duration.ofSeconds(20);

    private LoginFlow flow(OAuthTokenStore tokenStore, Duration begin, Duration complete) {
        return new LoginFlow(
                client,
                settingsBuilder(tokenStore)
                        .limits(new LoginLimits(begin, complete))
                        .build());
    }

    private static void assertGivenUp(LoginException e, boolean pending) {
        assertThat(e).hasMessageContaining("took longer than 700 ms");
        assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(e.isLoginPending()).isEqualTo(pending);
    }

    @Test
    void slowDripEndsWithTheLimitOfTheLogin() {
        fake.fail(FakePds.PAR, FakePds.ALWAYS, Faults.slowDrip(Duration.ofMillis(300)));
        long start = System.nanoTime();
        assertGivenUp(failure(() -> flow(store, SHORT, LONG).begin(DID)), false);
        // Each request has five seconds.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void slowLoginIsGivenUpIfAnotherServerHasNoPlace() {
        LoginFlow limited = new LoginFlow(
                client,
                settingsBuilder(store).timeout(LONG).maxLoginsPerServer(1).build());
        Gate gate = new Gate();
        try (FakePds alsoSlow = FakePds.start();
                FakePds usual = FakePds.start()) {
            List<CompletableFuture<AuthorizationRequest>> slow = new ArrayList<>();
            for (FakePds server : List.of(fake, alsoSlow)) {
                server.fail(FakePds.PAR, FakePds.ALWAYS, Faults.holdResponse(gate));
                slow.add(OwnThread.supply(() -> limited.begin(server.issuer())));
                gate.awaitArrivals(1);
            }
            await().ignoreExceptionsInstanceOf(LoginException.class)
                    .until(() -> limited.begin(usual.issuer()).url() != null);
            assertThatThrownBy(slow.get(0)::join)
                    .hasCauseInstanceOf(LoginException.class)
                    .hasMessageContaining("other logins needed its place");
            gate.open();
            slow.get(1).join();
        }
    }

    @Test
    void tokensThatArriveTooLateAreRevoked() {
        LoginFlow impatient = flow(store, LONG, SHORT);
        Map<String, String> callback = fake.approve(impatient.begin(DID).url(), DID);
        Gate gate = new Gate();
        fake.fail(FakePds.TOKEN, FakePds.ALWAYS, Faults.holdResponse(gate));
        assertGivenUp(failure(() -> impatient.complete(callback)), false);
        gate.open();
        await().untilAsserted(() -> {
            assertThat(fake.requests(FakePds.REVOKE)).isPositive();
            assertNoSessions();
        });
    }

    @Test
    void loginStaysPendingIfTheCodeWasNotSent() {
        LoginFlow impatient = flow(store, LONG, SHORT);
        Map<String, String> callback = fake.approve(impatient.begin(DID).url(), DID);
        Gate gate = new Gate();
        fake.fail(FakePds.PROTECTED_RESOURCE, Faults.hold(gate));
        assertGivenUp(failure(() -> impatient.complete(callback)), true);
        assertThat(fake.requests(FakePds.TOKEN)).isZero();
        gate.open();
        impatient.complete(callback);
        assertThat(store.listDids()).containsExactly(DID);
        assertThat(fake.liveSessions(DID)).isEqualTo(1);
    }

    @Test
    void waitForTheLockCountsTowardsTheLimit() {
        Gate gate = new Gate();
        OAuthTokenStore locked = new DelegatingTokenStore(store) {
            @Override
            public SessionLock lock(String did, Duration timeout) {
                try {
                    gate.pass();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return super.lock(did, timeout);
            }
        };
        LoginFlow impatient = flow(locked, LONG, SHORT);
        Map<String, String> callback = fake.approve(impatient.begin(DID).url(), DID);
        assertGivenUp(failure(() -> impatient.complete(callback)), false);
        gate.open();
        await().untilAsserted(() -> {
            assertThat(fake.requests(FakePds.REVOKE)).isPositive();
            assertNoSessions();
        });
    }
}
