package dev.idiolect.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.pds.TestClient;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientMetadataTest {

    private static final OAuthClient PUBLIC = OAuthClient.builder(TestClient.CLIENT_ID)
            .redirectUri(TestClient.REDIRECT_URI)
            .build();
    private static final OAuthClient CONFIDENTIAL =
            PUBLIC.toBuilder().keys(TestClientKeys.generate("one")).build();

    private static JsonObject json(ClientMetadata metadata) {
        return Jsons.parse(metadata.json());
    }

    private static List<String> strings(JsonObject json, String name) {
        return json.getJsonArray(name).getValuesAs(JsonString::getString);
    }

    private static void assertRules(JsonObject json) {
        assertThat(json.getString("client_id")).isEqualTo(TestClient.CLIENT_ID);
        assertThat(json.getBoolean("dpop_bound_access_tokens")).isTrue();
        assertThat(strings(json, "grant_types")).containsExactly("authorization_code", "refresh_token");
        assertThat(strings(json, "response_types")).containsExactly("code");
        assertThat(strings(json, "redirect_uris")).containsExactly(TestClient.REDIRECT_URI);
        assertThat(json.getString("scope")).isEqualTo("atproto transition:generic");
        assertThat(json.getString("application_type")).isEqualTo("web");
    }

    @Test
    void publicClientUsesNoAuthentication() {
        JsonObject json = json(ClientMetadata.of(PUBLIC));
        assertRules(json);
        assertThat(json.getString("token_endpoint_auth_method")).isEqualTo("none");
        assertThat(json).doesNotContainKeys("jwks", "jwks_uri", "token_endpoint_auth_signing_alg", "client_name");
        assertThat(ClientMetadata.of(PUBLIC).jwks()).isEqualTo("{\"keys\":[]}");
    }

    @Test
    void confidentialClientPublishesItsPublicKeys() {
        JsonObject json = json(ClientMetadata.of(CONFIDENTIAL));
        assertRules(json);
        assertThat(json.getString("token_endpoint_auth_method")).isEqualTo("private_key_jwt");
        assertThat(json.getString("token_endpoint_auth_signing_alg")).isEqualTo("ES256");
        JsonObject key = json.getJsonObject("jwks").getJsonArray("keys").getJsonObject(0);
        assertThat(key.getString("kid")).isEqualTo("one");
        assertThat(key.keySet()).doesNotContain("d");
        assertThat(json).doesNotContainKey("jwks_uri");
    }

    @Test
    void jwksUriReplacesTheKeys() {
        ClientMetadata elsewhere = ClientMetadata.builder(CONFIDENTIAL)
                .jwksUri("https://app.example.com/jwks.json")
                .build();
        assertThat(json(elsewhere)).containsKey("jwks_uri").doesNotContainKey("jwks");
        assertThat(elsewhere.jwks()).contains("one").doesNotContain("\"d\"");
        assertThatThrownBy(() -> ClientMetadata.builder(PUBLIC).jwksUri("https://app.example.com/jwks.json"))
                .isInstanceOf(InvalidClientException.class);
    }

    @Test
    void installedApplicationIsNative() {
        OAuthClient client = OAuthClient.builder(TestClient.CLIENT_ID)
                .redirectUri("http://127.0.0.1/callback")
                .build();
        assertThat(json(ClientMetadata.of(client)).getString("application_type"))
                .isEqualTo("native");
    }

    @Test
    void optionalTextsAreWritten() {
        JsonObject json = json(ClientMetadata.builder(PUBLIC)
                .name("Notes \"for\" all")
                .uri("https://app.example.com")
                .logoUri("https://cdn.example.net/logo.png")
                .termsOfServiceUri("https://app.example.com/tos")
                .policyUri("https://app.example.com/privacy")
                .build());
        assertThat(json.getString("client_name")).isEqualTo("Notes \"for\" all");
        assertThat(json).containsKeys("client_uri", "logo_uri", "tos_uri", "policy_uri");
    }

    @Test
    void clientUriElsewhereIsRefused() {
        ClientMetadata.Builder metadata = ClientMetadata.builder(PUBLIC);
        for (String uri : List.of(
                "https://example.com",
                "https://app.example.com:444/",
                "http://app.example.com",
                "https://app.example.com/elsewhere",
                "x y")) {
            assertThatThrownBy(() -> metadata.uri(uri))
                    .isInstanceOf(InvalidClientException.class)
                    .hasMessageContaining("client_uri");
        }
        assertThatThrownBy(() -> metadata.logoUri("http://app.example.com/logo.png"))
                .isInstanceOf(InvalidClientException.class)
                .hasMessageContaining("logo_uri");
    }

    @Test
    void developmentClientHasNoMetadata() {
        assertThatThrownBy(() -> ClientMetadata.of(OAuthClient.development("http://127.0.0.1/", "atproto")))
                .isInstanceOf(InvalidClientException.class);
    }
}
