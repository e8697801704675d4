package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.client.ClientMetadata;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.client.TestClientKeys;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.pds.ClientSite;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.refresh.ReauthenticationRequiredException;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real server accepts the library's client metadata and the keys in it. */
@Timeout(60)
class ConfidentialLoginIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String CALLBACK = ClientSite.ORIGIN + "/callback";

    private static ClientSite site;
    private static RealPds pds;

    private final OAuthTokenStore store = new InMemoryOAuthTokenStore();
    private final LoginSettings settings = PdsLogin.settings(pds, store);

    @BeforeAll
    static void start() {
        site = ClientSite.start();
        pds = RealPds.start(site.env());
    }

    @AfterAll
    static void stop() {
        pds.close();
        site.close();
    }

    private static OAuthClient client(String path) {
        return OAuthClient.builder(ClientSite.ORIGIN + path)
                .redirectUri(CALLBACK)
                .build();
    }

    private Map<String, String> approved(OAuthClient client) {
        AuthorizationRequest request = new LoginFlow(client, settings).begin(pds.handle());
        return PdsLogin.approve(pds.pdsUrl(), request.url().toString(), pds.handle(), pds.password());
    }

    private OAuthSession login(OAuthClient client) {
        return new LoginFlow(client, settings).complete(approved(client));
    }

    private static boolean isAlive(OAuthSession session) {
        return new PdsInspector(pds.pdsUrl()).isAlive(session);
    }

    private void assertLoginRefreshAndLogout(OAuthClient client) {
        OAuthSession session = login(client);
        ClientKeys keys = client.keys().orElse(null);
        assertThat(session.clientKeyId()).isEqualTo(keys == null ? null : keys.currentKeyId());
        assertThat(isAlive(session)).isTrue();
        Refresher refresher = Refresher.builder(new DpopProofFactory())
                .clientKeys(keys)
                .timeout(TIMEOUT)
                .build();
        OAuthSession refreshed =
                SessionRefresher.builder(store, refresher).build().refresh(session.did());
        assertThat(isAlive(refreshed)).isTrue();
        new Logout(client, settings).logout(session.did());
        assertThat(isAlive(refreshed)).isFalse();
        assertThatThrownBy(() -> refresher.refresh(refreshed)).isInstanceOf(ReauthenticationRequiredException.class);
        assertThat(store.listDids()).isEmpty();
    }

    @Test
    void clientWithKeysInMetadata() {
        OAuthClient client = client("/inside.json").toBuilder()
                .keys(TestClientKeys.generate("one"))
                .build();
        site.put(
                "/inside.json",
                ClientMetadata.builder(client)
                        .name("Inside")
                        .uri(ClientSite.ORIGIN)
                        .logoUri(ClientSite.ORIGIN + "/logo.png")
                        .termsOfServiceUri(ClientSite.ORIGIN + "/tos")
                        .policyUri(ClientSite.ORIGIN + "/policy")
                        .build()
                        .json());
        assertLoginRefreshAndLogout(client);
    }

    @Test
    void clientWithKeysAtJwksUri() {
        OAuthClient client = client("/elsewhere.json").toBuilder()
                .keys(TestClientKeys.generate("one"))
                .build();
        String jwks = site.put("/jwks.json", ClientMetadata.of(client).jwks());
        site.put(
                "/elsewhere.json",
                ClientMetadata.builder(client).jwksUri(jwks).build().json());
        assertLoginRefreshAndLogout(client);
    }

    @Test
    void publicWebClient() {
        OAuthClient client = client("/public.json");
        site.put("/public.json", ClientMetadata.of(client).json());
        assertLoginRefreshAndLogout(client);
    }

    @Test
    void anInstalledClient() {
        OAuthClient client = OAuthClient.builder(ClientSite.ORIGIN + "/native.json")
                .redirectUris(List.of("http://127.0.0.1/callback", "com.example.site:/callback"))
                .scope(OAuthClient.DEFAULT_SCOPE)
                .build();
        site.put("/native.json", ClientMetadata.of(client).json());
        assertLoginRefreshAndLogout(client);
    }

    @Test
    void missingMetadataIsReportedByServersCode() {
        assertThatThrownBy(() -> new LoginFlow(client("/missing.json"), settings).begin(pds.handle()))
                .isInstanceOfSatisfying(LoginException.class, e -> {
                    // The server may only be unable to fetch it for the moment.
                    assertThat(e.reason()).isEqualTo(LoginException.Reason.UNAVAILABLE);
                    assertThat(e.error()).contains("invalid_client_metadata");
                });
    }

    @Test
    void anotherKeyThanThePublishedOneIsRefused() {
        OAuthClient client = client("/other.json").toBuilder()
                .keys(TestClientKeys.generate("one"))
                .build();
        site.put("/other.json", ClientMetadata.of(client).json());
        OAuthClient impostor =
                client.toBuilder().keys(TestClientKeys.generate("one")).build();
        assertThatThrownBy(() -> new LoginFlow(impostor, settings).begin(pds.handle()))
                .isInstanceOfSatisfying(
                        LoginException.class, e -> assertThat(e.error()).contains("invalid_client"));
    }
}
