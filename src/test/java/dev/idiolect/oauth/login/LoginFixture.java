package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakeDirectory;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import dev.idiolect.oauth.testkit.internal.TestClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A fake PDS with a separate authorization server, an account on it, and a login flow. */
@Timeout(60)
abstract class LoginFixture {

    static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";
    static final String OTHER = "did:plc:zyxwvutsrqponmlkjihgfedc";

    final FakePds fake = FakePds.startSplit();
    final FakeDirectory directory = FakeDirectory.start();
    final TestClock clock = TestClock.running();
    final OAuthTokenStore store = new InMemoryOAuthTokenStore();
    final TestAccount account = directory.put(fake, DID);
    final OAuthClient client = OAuthClient.development(PdsLogin.REDIRECT_URI, PdsLogin.SCOPE);
    final LoginFlow flow = new LoginFlow(client, settings(store));

    @AfterEach
    void stop() {
        fake.close();
        directory.close();
    }

    LoginSettings settings(OAuthTokenStore tokenStore) {
        return settings(tokenStore, true);
    }

    LoginSettings settings(OAuthTokenStore tokenStore, boolean development) {
        return settingsBuilder(tokenStore).development(development).build();
    }

    LoginSettings.Builder settingsBuilder(OAuthTokenStore tokenStore) {
        Duration timeout = Duration.ofSeconds(5);
        return LoginSettings.builder(tokenStore)
                .identities(IdentityResolver.builder()
                        .handleResolver(directory.url())
                        .plcUrl(directory.url())
                        .timeout(timeout)
                        .development(true)
                        .clock(clock)
                        .build())
                .proofs(new DpopProofFactory(new DpopNonces(), null, clock))
                .timeout(timeout)
                .development(true)
                .clock(clock);
    }

    /** Signs the fixture's account in. */
    OAuthSession login(LoginFlow by) {
        return by.complete(fake.approve(by.begin(DID).url(), DID));
    }

    /** Returns the callback parameters of a login of the fixture's account. */
    Map<String, String> callback() {
        return fake.approve(flow.begin(DID).url(), DID);
    }

    static Map<String, String> changed(Map<String, String> callback, String name, String value) {
        Map<String, String> changed = new HashMap<>(callback);
        changed.remove(name);
        if (value != null) {
            changed.put(name, value);
        }
        return changed;
    }

    static LoginException failure(ThrowingCallable call) {
        LoginException[] thrown = new LoginException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(LoginException.class, e -> thrown[0] = e);
        return thrown[0];
    }

    void assertNoSessions() {
        assertThat(store.listDids()).isEmpty();
        assertThat(fake.liveSessions(DID)).isZero();
    }

    boolean isAlive(OAuthSession session) {
        return new PdsInspector(session.pdsUrl()).isAlive(session);
    }
}
