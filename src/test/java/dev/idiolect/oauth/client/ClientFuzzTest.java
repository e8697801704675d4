package dev.idiolect.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.idiolect.oauth.Fuzz;
import dev.idiolect.oauth.client.internal.Scopes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Key sets, client ids, redirect URIs and scopes. */
class ClientFuzzTest {

    private static final String KEY = dev.idiolect.oauth.dpop.DpopKey.generate().privateJwk();

    @Test
    void keySets() {
        Fuzz.of("key set", InvalidClientException.class)
                .examples(
                        "{\"keys\":[" + KEY.replaceFirst("\\{", "{\"kid\":\"a\",") + "]}",
                        "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"b\",\"k\":\"" + Fuzz.SECRET + "\"}]}",
                        "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"c\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"d\":\"" + Fuzz.SECRET
                                + "\"}]}",
                        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"d\",\"x\":\"AA\",\"y\":\"AA\",\"d\":\""
                                + Fuzz.SECRET + "\"}]}")
                .texts(text -> {
                    ClientKeys keys = ClientKeys.parse(text);
                    assertThat(keys.jwks()).doesNotContain("\"d\"");
                    return keys.currentKeyId().length() > 1;
                });
    }

    @Test
    void clientIds() {
        Fuzz.of("client id", InvalidClientException.class)
                .examples(
                        "https://app.example.com/client-metadata.json",
                        "http://localhost?redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback&scope=atproto%20transition%3Ageneric",
                        "http://localhost")
                .texts(text -> OAuthClient.of(text).isDevelopment());
    }

    @Test
    void clientMetadata() throws Exception {
        OAuthClient client = OAuthClient.builder("https://app.example.com/oauth/client-metadata.json")
                .redirectUris(List.of("https://app.example.com/callback"))
                .build();
        Fuzz.of("client metadata", InvalidClientException.class)
                .examples(
                        "https://app.example.com/", "https://app.example.com/oauth", "https://cdn.example.com/logo.png")
                .texts(text -> {
                    ClientMetadata metadata = ClientMetadata.builder(client)
                            .name(text)
                            .uri(text)
                            .logoUri(text)
                            .build();
                    return JSONObjectUtils.parse(metadata.json()).size();
                });
    }

    @Test
    void redirectUris() {
        Fuzz.of("redirect URI", InvalidClientException.class)
                .examples("https://app.example.com/callback", "http://127.0.0.1:8080/cb", "com.example.app:/callback")
                .texts(text -> RedirectUris.parse(text).getScheme().length() > 5);
    }

    @Test
    void scopes() {
        Fuzz.of("scope").examples("atproto transition:generic", " a  b ", "").texts(text -> {
            String scope = Scopes.normalize(text);
            assertThat(scope == null || scope.equals(Scopes.normalize(scope))).isTrue();
            return scope == null ? 0 : Math.min(2, Scopes.names(scope).size());
        });
    }
}
