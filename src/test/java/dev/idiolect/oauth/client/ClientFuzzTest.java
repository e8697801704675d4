package dev.idiolect.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.idiolect.oauth.ParserFuzz;
import dev.idiolect.oauth.Parsing;
import dev.idiolect.oauth.client.internal.Scopes;
import dev.idiolect.oauth.dpop.DpopKey;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Key sets, client ids, redirect URIs and scopes. */
class ClientFuzzTest {

    private static final String KEY = DpopKey.generate().privateJwk();
    private static final OAuthClient CLIENT = OAuthClient.builder("https://app.example.com/oauth/client-metadata.json")
            .redirectUris(List.of("https://app.example.com/callback"))
            .build();

    static Stream<byte[]> keySetsSeeds() {
        return Parsing.seeds(
                "{\"keys\":[" + KEY.replaceFirst("\\{", "{\"kid\":\"a\",") + "]}",
                "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"b\",\"k\":\"" + Parsing.SECRET + "\"}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"c\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"d\":\"" + Parsing.SECRET
                        + "\"}]}",
                "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"d\",\"x\":\"AA\",\"y\":\"AA\",\"d\":\""
                        + Parsing.SECRET + "\"}]}",
                "{\"keys\":[{\"kty\":7,\"kid\":[],\"n\":\"" + "A".repeat(20_000) + "\"}]}");
    }

    @MethodSource("keySetsSeeds")
    @ParserFuzz
    void keySets(byte[] input) {
        Parsing.throwing(InvalidClientException.class).secretIn("d", "k").text(input, text -> {
            ClientKeys keys = ClientKeys.parse(text);
            assertThat(keys.jwks()).doesNotContain("\"d\"");
            assertThat(keys.currentKeyId()).isNotEmpty();
        });
    }

    static Stream<byte[]> clientIdsSeeds() {
        return Parsing.seeds(
                "https://app.example.com/client-metadata.json",
                "http://localhost?redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback&scope=atproto%20transition%3Ageneric",
                "http://localhost");
    }

    @MethodSource("clientIdsSeeds")
    @ParserFuzz
    void clientIds(byte[] input) {
        Parsing.throwing(InvalidClientException.class)
                .text(input, text -> OAuthClient.of(text).isDevelopment());
    }

    static Stream<byte[]> clientMetadataSeeds() {
        return Parsing.seeds(
                "https://app.example.com/", "https://app.example.com/oauth", "https://cdn.example.com/logo.png");
    }

    @MethodSource("clientMetadataSeeds")
    @ParserFuzz
    void clientMetadata(byte[] input) {
        Parsing.throwing(InvalidClientException.class).text(input, text -> {
            ClientMetadata metadata = ClientMetadata.builder(CLIENT)
                    .name(text)
                    .uri(text)
                    .logoUri(text)
                    .build();
            JSONObjectUtils.parse(metadata.json());
        });
    }

    static Stream<byte[]> redirectUrisSeeds() {
        return Parsing.seeds(
                "https://app.example.com/callback", "http://127.0.0.1:8080/cb", "com.example.app:/callback");
    }

    @MethodSource("redirectUrisSeeds")
    @ParserFuzz
    void redirectUris(byte[] input) {
        Parsing.throwing(InvalidClientException.class).text(input, text -> {
            OAuthClient client = OAuthClient.builder("https://app.example.com/oauth/client-metadata.json")
                    .redirectUris(List.of(text))
                    .build();
            assertThat(URI.create(client.redirectUris().get(0)).getScheme()).isIn("https", "http", "com.example.app");
        });
    }

    static Stream<byte[]> scopesSeeds() {
        return Parsing.seeds("atproto transition:generic", " a  b ", "");
    }

    @MethodSource("scopesSeeds")
    @ParserFuzz
    void scopes(byte[] input) {
        Parsing.throwing().text(input, text -> {
            String scope = Scopes.normalize(text);
            assertThat(scope == null || scope.equals(Scopes.normalize(scope))).isTrue();
        });
    }
}
