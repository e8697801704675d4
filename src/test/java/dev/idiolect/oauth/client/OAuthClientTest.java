package dev.idiolect.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.TestClient;
import dev.idiolect.oauth.permission.InvalidPermissionException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OAuthClientTest {

    private static final String ID = TestClient.CLIENT_ID;
    private static final String CALLBACK = TestClient.REDIRECT_URI;
    private static final ClientKeys KEYS = TestClientKeys.generate("one");

    private static void assertRefused(String words, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(InvalidClientException.class).hasMessageContaining(words);
    }

    @Test
    void defaultScopeIsThatOfAnAppPassword() {
        assertThat(OAuthClient.builder(ID).redirectUri(CALLBACK).build().scope())
                .isEqualTo("atproto transition:generic");
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
    void invalidClientIdIsRefused(String clientId) {
        assertRefused(
                "client id",
                () -> OAuthClient.builder(clientId).redirectUri(CALLBACK).build());
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
    void invalidScopeIsRefused(String scope) {
        assertRefused(
                "scope",
                () -> OAuthClient.builder(ID).redirectUri(CALLBACK).scope(scope).build());
    }

    /** An invalid permission has its place. Servers would ignore it, and the user could not do what it is for. */
    @ParameterizedTest
    @CsvSource({
        "atproto repo:app.bsky, at index 13",
        "atproto blob:*/* rpc:a.b.c, at index 26",
        "atproto rpc:*?aud=*, at index 8",
        "atproto account:email?action=write, at index 29"
    })
    void faultOfAPermissionHasItsPlace(String scope, String place) {
        assertThatThrownBy(() -> OAuthClient.builder(ID)
                        .redirectUri(CALLBACK)
                        .scope(scope)
                        .build())
                .isInstanceOf(InvalidClientException.class)
                .hasMessageContaining(place)
                .hasCauseInstanceOf(InvalidPermissionException.class);
        assertThatThrownBy(() -> OAuthClient.development("http://127.0.0.1/", scope))
                .isInstanceOf(InvalidClientException.class)
                .hasMessageContaining(place);
    }

    /** The specification expects more resources and attributes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "atproto later:x",
                "atproto account:later?x=y",
                "atproto transition:later",
                "atproto repo:app.bsky.feed.post?action=create blob?accept=image/*&accept=video/mp4"
            })
    void otherScopesAreAllowedAndUnchanged(String scope) {
        assertThat(OAuthClient.builder(ID)
                        .redirectUri(CALLBACK)
                        .scope(scope)
                        .build()
                        .scope())
                .isEqualTo(scope);
    }

    @Test
    void scopeIsNotLongerThanAGrantedOne() {
        String scope = "atproto " + "x".repeat(MaxLength.SCOPE.limit() - 8);
        assertThat(OAuthClient.builder(ID).redirectUri(CALLBACK).scope(scope).build())
                .isNotNull();
        assertRefused(
                "Use at most 8192",
                () -> OAuthClient.builder(ID)
                        .redirectUri(CALLBACK)
                        .scope(scope + "x")
                        .build());
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
    void invalidRedirectUriIsRefused(String redirectUri) {
        assertRefused(
                "redirect URI",
                () -> OAuthClient.builder(ID).redirectUri(redirectUri).build());
    }

    @Test
    void installedApplicationMayUseLoopbackOrItsOwnScheme() {
        List<String> uris = List.of("http://127.0.0.1/callback", "http://[::1]:8000/", "com.example.app:/callback");
        for (String uri : uris) {
            assertThat(OAuthClient.builder(ID).redirectUri(uri).build().isNative())
                    .isTrue();
            assertRefused(
                    "must use https",
                    () -> OAuthClient.builder(ID).redirectUri(uri).keys(KEYS).build());
        }
        assertThat(OAuthClient.builder(ID)
                        .redirectUri(CALLBACK)
                        .keys(KEYS)
                        .build()
                        .isNative())
                .isFalse();
    }

    @Test
    void clientNeedsARedirectUri() {
        assertRefused(
                "redirect URI",
                () -> OAuthClient.builder(ID)
                        .redirectUris(List.of())
                        .scope("atproto")
                        .build());
    }

    @Test
    void developmentClientIdHasRedirectUriAndScope() {
        OAuthClient client = OAuthClient.development("http://127.0.0.1:8080/a b".replace(" ", "%20"), PdsLogin.SCOPE);
        assertThat(client.clientId())
                .isEqualTo(
                        "http://localhost?redirect_uri=http%3A%2F%2F127.0.0.1%2Fa%2520b&scope=atproto%20transition%3Ageneric");
        assertThat(client.isDevelopment()).isTrue();
        assertThat(OAuthClient.builder(client.clientId())
                        .redirectUris(client.redirectUris())
                        .scope("atproto")
                        .build())
                .isNotNull();
        assertThat(OAuthClient.builder("http://localhost")
                        .redirectUris(List.of("http://127.0.0.1:5/"))
                        .scope("atproto")
                        .build())
                .isNotNull();
    }

    @Test
    void developmentClientRulesAreStricter() {
        assertRefused("127.0.0.1", () -> OAuthClient.development("http://localhost:8080/callback", "atproto"));
        assertRefused("127.0.0.1", () -> OAuthClient.development("https://app.example.com/callback", "atproto"));
        assertRefused("atproto", () -> OAuthClient.development("http://127.0.0.1/", "transition:generic"));
        OAuthClient client = OAuthClient.development("http://127.0.0.1/callback", "atproto");
        assertRefused("keys", () -> client.toBuilder().keys(KEYS).build());
        assertRefused(
                "only has",
                () -> client.toBuilder().scope("atproto transition:generic").build());
        assertRefused(
                "lists",
                () -> OAuthClient.builder(client.clientId())
                        .redirectUris(List.of("http://127.0.0.1/x"))
                        .scope("atproto")
                        .build());
        for (String id : List.of(
                "http://localhost:8080",
                "http://localhost/path",
                "http://localhost#x",
                "http://localhost?x=y",
                "http://localhost?scope",
                "http://localhost?scope=atproto&scope=atproto",
                "http://localhost?scope=%zz",
                "http://localhost?redirect_uri=http%3A%2F%2Flocalhost%2F")) {
            assertThatThrownBy(() -> OAuthClient.builder(id)
                            .redirectUris(List.of("http://127.0.0.1/"))
                            .scope("atproto")
                            .build())
                    .isInstanceOf(InvalidClientException.class);
        }
    }

    @Test
    void registeredPortMustMatch() {
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
    void defaultsComeFromTheClientId() {
        OAuthClient client = OAuthClient.of("https://app.example.com/oauth/client-metadata.json");
        assertThat(client.redirectUris()).containsExactly("https://app.example.com/oauth/callback");
        assertThat(client.scope()).isEqualTo(OAuthClient.DEFAULT_SCOPE);
        assertThat(client.keys()).isEmpty();
        OAuthClient development = OAuthClient.of(
                OAuthClient.development("http://127.0.0.1/callback", "atproto").clientId());
        assertThat(development.redirectUris()).containsExactly("http://127.0.0.1/callback");
        assertThat(development.scope()).isEqualTo("atproto");
    }

    @Test
    void toBuilderKeepsAllParts() {
        OAuthClient client = OAuthClient.builder(ID)
                .redirectUri(CALLBACK)
                .scope("atproto")
                .keys(KEYS)
                .build();
        OAuthClient copy = client.toBuilder().build();
        assertThat(copy).hasToString(client.toString());
        assertThat(copy.keys()).contains(KEYS);
    }

    @Test
    void textsForLogsShowNoKey() {
        assertThat(OAuthClient.builder(ID)
                        .redirectUri(CALLBACK)
                        .keys(KEYS)
                        .build()
                        .toString())
                .contains(ID, "one")
                .doesNotContain("\"d\"");
    }
}
