package dev.idiolect.oauth.both;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.refresh.NoSessionException;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OwnStore;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Gate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Calls with cached sessions after logins and logouts of the same application, with a store of its own. */
class CachedChangeTest extends BothFixture {

    private final OwnStore own = new OwnStore();
    private final LoginSettings ownSettings = settings(own);
    private final LoginFlow ownFlow = new LoginFlow(client, ownSettings);
    private final Logout logout = new Logout(client, ownSettings);
    private final SessionRefresher refresher = SessionRefresher.builder(own, refresher())
            .clock(clock)
            .sessionCache(Duration.ofSeconds(5))
            .build();

    private OAuthSession login() {
        return ownFlow.complete(fake.approve(ownFlow.begin(DID).url(), DID));
    }

    @Test
    void loginIsSeenAtOnce() {
        OAuthSession first = login();
        assertThat(refresher.refreshIfNeeded(DID)).isEqualTo(first);
        OAuthSession second = login();
        assertThat(refresher.refreshIfNeeded(DID)).isEqualTo(second).isNotEqualTo(first);
    }

    @Test
    void logoutIsSeenAtOnce() {
        login();
        refresher.refreshIfNeeded(DID);
        logout.logout(DID);
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(NoSessionException.class);
    }

    @Test
    void logoutIsSeenBeforeTheTokensAreRevoked() {
        login();
        refresher.refreshIfNeeded(DID);
        Gate gate = new Gate();
        fake.fail(FakePds.REVOKE, Faults.hold(gate));
        CompletableFuture<Void> signOut = OwnThread.run(() -> logout.logout(DID));
        gate.awaitArrival();
        assertThatThrownBy(() -> refresher.refreshIfNeeded(DID)).isInstanceOf(NoSessionException.class);
        gate.open();
        signOut.join();
    }
}
