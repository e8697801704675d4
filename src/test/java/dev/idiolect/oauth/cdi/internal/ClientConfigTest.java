package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.pds.DpopKey;
import dev.idiolect.oauth.testkit.internal.Jsons;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientConfigTest {

    private static final String CLIENT_ID = "https://app.example.com/oauth/client-metadata.json";
    private static final String KEY = DpopKey.generate().privateJwk();

    @TempDir
    Path directory;

    private static OAuthConfig read(String... keysAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put("idiolect.oauth." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return OAuthConfig.read(
                new SmallRyeConfigBuilder().withDefaultValues(values).build());
    }

    private static OAuthClient client(String... keysAndValues) {
        return read(keysAndValues).login().client();
    }

    private static String jwks(String kid) {
        var key = Json.createObjectBuilder(Jsons.parse(KEY)).add("kid", kid).build();
        return Jsons.object("keys", List.of(key)).toString();
    }

    @Test
    void clientIdIsEnoughForAClient() {
        OAuthClient client = client("client-id", CLIENT_ID);
        assertThat(client.redirectUris()).containsExactly("https://app.example.com/oauth/callback");
        assertThat(client.scope()).isEqualTo(OAuthClient.DEFAULT_SCOPE);
        assertThat(client.keys()).isEmpty();
    }

    @Test
    void everyClientKeyIsRead() throws Exception {
        String file = Files.writeString(directory.resolve("keys"), jwks("one")).toString();
        OAuthConfig config = read(
                "client-id", CLIENT_ID,
                "redirect-uri", "https://app.example.com/a, https://www.example.com/b",
                "scope", "atproto",
                "client-keys.path", file,
                "client-name", "Notes & \"more\"",
                "client-uri", "https://app.example.com/",
                "logo-uri", "https://cdn.example.com/logo.png",
                "tos-uri", "https://example.com/tos",
                "policy-uri", "https://example.com/privacy");
        assertThat(config.login().client().redirectUris())
                .containsExactly("https://app.example.com/a", "https://www.example.com/b");
        assertThat(config.login().client().keys().orElseThrow().currentKeyId()).isEqualTo("one");
        var metadata = Jsons.parse(config.login().metadata().json());
        assertThat(metadata.getString("scope")).isEqualTo("atproto");
        assertThat(metadata.getString("client_name")).isEqualTo("Notes & \"more\"");
        assertThat(metadata.getString("client_uri")).isEqualTo("https://app.example.com/");
        assertThat(metadata.getString("logo_uri")).isEqualTo("https://cdn.example.com/logo.png");
        assertThat(metadata.getString("tos_uri")).isEqualTo("https://example.com/tos");
        assertThat(metadata.getString("policy_uri")).isEqualTo("https://example.com/privacy");
    }

    @Test
    void developmentClientNeedsNoEncodingByHand() {
        OAuthClient client = client("client-id", "http://localhost", "redirect-uri", "http://127.0.0.1:8080/callback");
        assertThat(client.clientId())
                .isEqualTo("http://localhost?redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback"
                        + "&scope=atproto%20transition%3Ageneric");
        assertThat(client.redirectUris()).containsExactly("http://127.0.0.1:8080/callback");
        assertThat(client("client-id", "http://localhost", "scope", "atproto transition:email")
                        .scope())
                .isEqualTo("atproto transition:email");
    }

    @Test
    void developmentClientIdMayHoldRedirectUriAndScope() {
        OAuthClient client =
                client("client-id", "http://localhost?redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb&scope=atproto%20x");
        assertThat(client.redirectUris()).containsExactly("http://127.0.0.1/cb");
        assertThat(client.scope()).isEqualTo("atproto x");
    }

    @ParameterizedTest
    @CsvSource({
        "client-id, garbage, https URL",
        "client-id, http://app.example.com/client.json, https URL",
        "client-id, https://app.example.com:8443/client.json, no port",
        "client-id, https://app.example.com/, must have a path",
        "client-id, https://10.0.0.1/client.json, domain name",
        "client-id, http://localhost:8080, no port",
        "redirect-uri, http://app.example.com/callback, https URLs",
        "redirect-uri, https://localhost/callback, domain name",
        "redirect-uri, https://app.example.com/callback#x, no fragment",
        "scope, transition:generic, must contain atproto",
        "scope, atproto  transition:generic, single spaces",
        "scope, atproto repo:app.bsky, at index 13",
        "scope, atproto repo:app.bsky.feed.post?action=write, create or update or delete",
        "client-uri, https://elsewhere.example.com/, at or above its path",
        "logo-uri, http://app.example.com/logo.png, an https URL",
        "tos-uri, tos, an https URL",
        "policy-uri, /privacy, an https URL"
    })
    void invalidValueStopsTheDeploymentWithKeyValueAndFix(String key, String value, String fix) {
        Map<String, String> values = new HashMap<>(Map.of("idiolect.oauth.client-id", CLIENT_ID));
        values.put("idiolect.oauth." + key, value);
        assertThatThrownBy(() -> TestApp.start(values))
                .hasStackTraceContaining(ConfigurationException.class.getName())
                .hasStackTraceContaining("Invalid idiolect.oauth." + key + "=" + value + ": ")
                .hasStackTraceContaining(". Use ")
                .hasStackTraceContaining(fix);
    }

    @Test
    void faultOfAPermissionEndsWithItsOwnFix() {
        for (String clientId : List.of(CLIENT_ID, "http://localhost")) {
            assertThatThrownBy(() -> read("client-id", clientId, "scope", "atproto blob:image"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("Invalid idiolect.oauth.scope=atproto blob:image: Invalid scope value \"blob:image\""
                            + " at index 13: \"image\" is not a valid accept. Use a MIME type, such as image/png, or image/*"
                            + " or */*");
        }
    }

    @Test
    void redirectUriInvalidForDevelopmentIsNamed() {
        assertThatThrownBy(() ->
                        read("client-id", "http://localhost", "redirect-uri", "http://localhost:8080/oauth/callback"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("idiolect.oauth.redirect-uri=http://localhost:8080/oauth/callback")
                .hasMessageContaining("http://127.0.0.1");
        assertThatThrownBy(() -> read("client-id", "http://localhost", "scope", "email"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("idiolect.oauth.scope=email")
                .hasMessageContaining("must contain atproto");
    }

    @Test
    void invalidKeysAreRejectedWithoutBeingShown() throws Exception {
        String secret = Jsons.parse(KEY).getString("d");
        String invalid = jwks("one").replace("\"kid\":\"one\"", "\"use\":\"enc\"");
        for (String value :
                List.of(secret, KEY, invalid, "[" + jwks("one"), jwks("one").replace("P-256", "P-384"))) {
            assertKeysRejected(secret, "client-keys", "client-id", CLIENT_ID, "client-keys", value);
            String file = Files.writeString(directory.resolve("keys"), value).toString();
            assertKeysRejected(secret, "client-keys.path=" + file, "client-id", CLIENT_ID, "client-keys.path", file);
        }
        String keys = jwks("one");
        String file = Files.writeString(directory.resolve("keys"), keys).toString();
        assertKeysRejected(secret, "client-id is missing", "client-keys", keys);
        assertKeysRejected(secret, "client-keys", "client-id", "http://localhost", "client-keys", keys);
        assertKeysRejected(
                secret, "client-keys", "client-id", CLIENT_ID, "client-keys", keys, "client-keys.path", file);
        assertKeysRejected(
                secret, "client-keys.path=/nowhere/keys", "client-id", CLIENT_ID, "client-keys.path", "/nowhere/keys");
        assertThat(read("client-id", CLIENT_ID, "client-keys", keys).toString()).doesNotContain(secret);
    }

    private static void assertKeysRejected(String secret, String named, String... keysAndValues) {
        assertThatThrownBy(() -> read(keysAndValues))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("idiolect.oauth." + named)
                .satisfies(e -> {
                    assertThat(e.getMessage()).containsPattern("[Uu]se |set it to|remove");
                    var all = new java.io.StringWriter();
                    e.printStackTrace(new java.io.PrintWriter(all));
                    assertThat(all.toString()).doesNotContain(secret);
                });
    }

    @Test
    void redirectUriWithoutAClientIdIsRejected() {
        assertThatThrownBy(() -> read("redirect-uri", "http://127.0.0.1:8080/callback"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("idiolect.oauth.client-id is missing: set it to")
                .hasMessageContaining("remove idiolect.oauth.redirect-uri");
    }
}
