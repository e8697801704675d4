package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.client.InvalidClientException;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.client.TestClientKeys;
import dev.idiolect.oauth.pds.DpopKey;
import dev.idiolect.oauth.pds.TestClient;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client with keys authenticates at every step, and a session stays bound to its first key. */
class ConfidentialLoginTest extends LoginFixture {

    private final DpopKey one = DpopKey.generate();
    private final DpopKey two = DpopKey.generate();

    @BeforeEach
    void register() {
        fake.register(TestClient.CLIENT_ID, "one", one.publicJwk());
        fake.register(TestClient.CLIENT_ID, "two", two.publicJwk());
    }

    private static OAuthClient client(JsonObject... keys) {
        return OAuthClient.builder(TestClient.CLIENT_ID)
                .redirectUri(TestClient.REDIRECT_URI)
                .keys(TestClientKeys.of(keys))
                .build();
    }

    private LoginFlow flow(JsonObject... keys) {
        return new LoginFlow(client(keys), settings(store));
    }

    @Test
    void newSessionUsesFirstKey() {
        OAuthSession session = login(flow(TestClientKeys.jwk("two", two), TestClientKeys.jwk("one", one)));
        assertThat(session.clientKeyId()).isEqualTo("two");
        assertThat(session.clientId()).isEqualTo(TestClient.CLIENT_ID);
        assertThat(isAlive(session)).isTrue();
        fake.assertNoViolations();
    }

    @Test
    void loginEndsWithTheKeyItBeganWith() {
        Map<String, String> callback =
                fake.approve(flow(TestClientKeys.jwk("one", one)).begin(DID).url(), DID);
        OAuthSession session = flow(TestClientKeys.jwk("two", two), TestClientKeys.jwk("one", one))
                .complete(callback);
        assertThat(session.clientKeyId()).isEqualTo("one");
        fake.assertNoViolations();
    }

    @Test
    void loginNamesItsMissingKey() {
        Map<String, String> callback =
                fake.approve(flow(TestClientKeys.jwk("one", one)).begin(DID).url(), DID);
        assertThatThrownBy(() -> flow(TestClientKeys.jwk("two", two)).complete(callback))
                .isInstanceOf(InvalidClientException.class)
                .hasMessageContaining("one");
        Map<String, String> later =
                fake.approve(flow(TestClientKeys.jwk("one", one)).begin(DID).url(), DID);
        OAuthClient keyless = OAuthClient.builder(TestClient.CLIENT_ID)
                .redirectUri(TestClient.REDIRECT_URI)
                .build();
        assertThatThrownBy(() -> new LoginFlow(keyless, settings(store)).complete(later))
                .isInstanceOfSatisfying(
                        InvalidClientException.class, e -> assertThat(e.keyId()).contains("one"));
        assertNoSessions();
    }

    @Test
    void everyAttemptHasItsOwnAssertion() {
        LoginFlow flow = flow(TestClientKeys.jwk("one", one));
        fake.fail(FakePds.PAR, Faults.challenge());
        Map<String, String> callback = fake.approve(flow.begin(DID).url(), DID);
        fake.fail(FakePds.TOKEN, Faults.challenge());
        flow.complete(callback);
        fake.assertNoViolations();
    }

    @Test
    void oldSessionIsRevokedWithItsOwnKey() {
        OAuthSession old = login(flow(TestClientKeys.jwk("one", one)));
        OAuthSession fresh = login(flow(TestClientKeys.jwk("two", two), TestClientKeys.jwk("one", one)));
        await().untilAsserted(() -> assertThat(isAlive(old)).isFalse());
        new Logout(client(TestClientKeys.jwk("two", two)), settings(store)).logout(DID);
        assertThat(isAlive(fresh)).isFalse();
        assertNoSessions();
        fake.assertNoViolations();
    }

    @Test
    void serverWithoutPrivateKeyJwtIsRefused() {
        for (String name :
                List.of("token_endpoint_auth_methods_supported", "token_endpoint_auth_signing_alg_values_supported")) {
            fake.fail(FakePds.AUTHORIZATION_SERVER, Faults.set(name, List.of("none")));
            assertThatThrownBy(() -> flow(TestClientKeys.jwk("one", one)).begin(DID))
                    .isInstanceOf(LoginException.class)
                    .hasMessageContaining(name);
        }
    }
}
