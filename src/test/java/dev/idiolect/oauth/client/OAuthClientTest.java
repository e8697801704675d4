package dev.idiolect.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.TestClient;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OAuthClientTest {

    private static final String ID = TestClient.CLIENT_ID;
    private static final String CALLBACK = TestClient.REDIRECT_URI;
    private static final ClientKeys KEYS = TestClientKeys.generate("one");

    private static void assertRefused(String words, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(InvalidClientException.class).hasMessageContaining(words);
    }

    @Test
    void theDefaultScopeIsThatOfAnAppPassword() {
        assertThat(OAuthClient.of(ID, CALLBACK).scope()).isEqualTo("atproto transition:generic");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "app",
                "http://app.example.com/client-metadata.json",
                "HTTPS://app.example.com/client-metadata.json",
                "https://app.example.com",
                "https://app.example.com/",
                "https://app.example.com/dir/",
                "https://app.example.com:8443/client-metadata.json",
                "https://user@app.example.com/client-metadata.json",
                "https://app.example.com/client-metadata.json?x=1",
                "https://app.example.com/client-metadata.json#x",
                "https://app.example.com/a/../client-metadata.json",
                "https://app.example.com//client-metadata.json",
                "https://App.example.com/client-metadata.json",
                "https://192.0.2.1/client-metadata.json",
                "https://[::1]/client-metadata.json",
                "https://localhost/client-metadata.json",
                "https://app.example.com/client metadata.json",
                "ftp://app.example.com/client-metadata.json"
            })
    void aClientIdOfAnotherFormIsRefused(String clientId) {
        assertRefused("client id", () -> OAuthClient.of(clientId, CALLBACK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "transition:generic",
                "atproto  x",
                " atproto",
                "atproto atproto",
                "atproto \"",
                "atproto\nx"
            })
    void aScopeWithoutAtprotoOrOfAnotherFormIsRefused(String scope) {
        assertRefused("scope", () -> OAuthClient.of(ID, CALLBACK).withScope(scope));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/callback",
                "http://app.example.com/callback",
                "http://localhost/callback",
                "https://localhost/callback",
                "https://127.0.0.1/callback",
                "https://user@app.example.com/callback",
                "https://app.example.com/callback#x",
                "javascript:alert(1)",
                "com.example.other:/callback",
                "com.example.app://host/callback",
                "com.example.app:callback"
            })
    void aRedirectUriOfAnotherFormIsRefused(String redirectUri) {
        assertRefused("redirect URI", () -> OAuthClient.of(ID, redirectUri));
    }

    @Test
    void anInstalledApplicationMayComeBackToLoopbackOrItsOwnScheme() {
        List<String> uris = List.of("http://127.0.0.1/callback", "http://[::1]:8000/", "com.example.app:/callback");
        for (String uri : uris) {
            assertThat(OAuthClient.of(ID, uri).isNative()).isTrue();
            assertRefused("must have https", () -> OAuthClient.of(ID, uri).withKeys(KEYS));
        }
        assertThat(OAuthClient.of(ID, CALLBACK).withKeys(KEYS).isNative()).isFalse();
    }

    @Test
    void aClientHasARedirectUri() {
        assertRefused("redirect URI", () -> new OAuthClient(ID, List.of(), "atproto", null));
    }

    @Test
    void aDevelopmentClientsIdSaysItAll() {
        OAuthClient client = OAuthClient.development("http://127.0.0.1:8080/a b".replace(" ", "%20"), PdsLogin.SCOPE);
        assertThat(client.clientId())
                .isEqualTo(
                        "http://localhost?redirect_uri=http%3A%2F%2F127.0.0.1%2Fa%2520b&scope=atproto%20transition%3Ageneric");
        assertThat(client.isDevelopment()).isTrue();
        assertThat(new OAuthClient(client.clientId(), client.redirectUris(), "atproto", null))
                .isNotNull();
        assertThat(new OAuthClient("http://localhost", List.of("http://127.0.0.1:5/"), "atproto", null))
                .isNotNull();
    }

    @Test
    void aDevelopmentClientsRulesAreStricter() {
        assertRefused("127.0.0.1", () -> OAuthClient.development("http://localhost:8080/callback", "atproto"));
        assertRefused("127.0.0.1", () -> OAuthClient.development("https://app.example.com/callback", "atproto"));
        assertRefused("atproto", () -> OAuthClient.development("http://127.0.0.1/", "transition:generic"));
        OAuthClient client = OAuthClient.development("http://127.0.0.1/callback", "atproto");
        assertRefused("keys", () -> client.withKeys(KEYS));
        assertRefused("more than", () -> client.withScope("atproto transition:generic"));
        assertRefused(
                "names", () -> new OAuthClient(client.clientId(), List.of("http://127.0.0.1/x"), "atproto", null));
        for (String id : List.of(
                "http://localhost:8080",
                "http://localhost/path",
                "http://localhost#x",
                "http://localhost?x=y",
                "http://localhost?scope",
                "http://localhost?scope=atproto&scope=atproto",
                "http://localhost?scope=%zz",
                "http://localhost?redirect_uri=http%3A%2F%2Flocalhost%2F")) {
            assertThatThrownBy(() -> new OAuthClient(id, List.of("http://127.0.0.1/"), "atproto", null))
                    .isInstanceOf(InvalidClientException.class);
        }
    }

    @Test
    void aPortMattersWhereOneIsRegistered() {
        assertThat(RedirectUris.matches("http://127.0.0.1/callback", "http://127.0.0.1:5/callback"))
                .isTrue();
        assertThat(RedirectUris.matches("http://[::1]/", "http://[::1]:5/")).isTrue();
        assertThat(RedirectUris.matches("http://127.0.0.1:4/callback", "http://127.0.0.1:5/callback"))
                .isFalse();
        assertThat(RedirectUris.matches("http://127.0.0.1/callback", "http://127.0.0.1:5/other"))
                .isFalse();
        assertThat(RedirectUris.matches("http://127.0.0.1/", "http://[::1]/")).isFalse();
        assertThat(RedirectUris.matches(CALLBACK, "https://app.example.com:5/callback"))
                .isFalse();
    }

    @Test
    void textsForLogsShowNoKey() {
        assertThat(OAuthClient.of(ID, CALLBACK).withKeys(KEYS).toString())
                .contains(ID, "one")
                .doesNotContain("\"d\"");
    }
}
