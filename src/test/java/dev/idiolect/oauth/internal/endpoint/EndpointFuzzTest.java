package dev.idiolect.oauth.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import dev.idiolect.oauth.KeptText;
import dev.idiolect.oauth.ParserFuzz;
import dev.idiolect.oauth.Parsing;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.MaxLength;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON of PDSs and authorization servers. */
class EndpointFuzzTest {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String ISSUER = "https://auth.example.com";
    private static final URI SOURCE = URI.create(ISSUER + "/.well-known/oauth-authorization-server");
    private static final String TOKEN =
            "eyJhbGciOiJFUzI1NiJ9.eyJleHAiOjE4MDAwMDAwMDAsImlhdCI6MTc5OTk5MDAwMH0." + Parsing.SECRET;

    private static HttpResponse response(byte[] body) {
        return new HttpResponse(200, HttpHeaders.of(Map.of(), (name, value) -> true), body);
    }

    private static Map<String, Object> json(byte[] body) {
        Map<String, Object> json = response(body).json();
        return json == null ? Map.of() : json;
    }

    static Stream<byte[]> tokenResponsesSeeds() {
        return Parsing.seeds(
                "{\"sub\":\"" + DID + "\",\"token_type\":\"DPoP\",\"scope\":\"atproto transition:generic\","
                        + "\"access_token\":\"" + TOKEN + "\",\"refresh_token\":\"ref-" + Parsing.SECRET
                        + "\",\"expires_in\":3600}",
                "{\"access_token\":\"a\",\"expires_in\":\"3600\",\"scope\":\" atproto \"}");
    }

    @MethodSource("tokenResponsesSeeds")
    @ParserFuzz
    void tokenResponses(byte[] input) {
        Parsing.throwing(InvalidTokenResponseException.class)
                .secretIn("access_token", "refresh_token")
                .bytes(input, bytes -> {
                    TokenResponse tokens = TokenResponse.parse(json(input));
                    assertThat(tokens.lifetime()).isPositive();
                    assertThat(MaxLength.TOKEN.allows(tokens.accessToken())).isTrue();
                    assertThat(MaxLength.SCOPE.allows(tokens.scope())).isTrue();
                    assertThat(MaxLength.DID.allows(tokens.sub())).isTrue();
                    assertThat(TokenResponse.tokens(json(input))).contains(tokens.accessToken());
                });
    }

    static Stream<byte[]> legacySessionResponsesSeeds() {
        return Parsing.seeds(
                "{\"did\":\"" + DID + "\",\"handle\":\"alice.example.com\",\"accessJwt\":\"" + TOKEN
                        + "\",\"refreshJwt\":\"" + TOKEN + "\",\"didDoc\":{\"id\":\"" + DID
                        + "\"},\"active\":true}",
                "{\"did\":\"" + DID + "\",\"accessJwt\":\"a.b.c\",\"refreshJwt\":\"x\"}");
    }

    @MethodSource("legacySessionResponsesSeeds")
    @ParserFuzz
    void legacySessionResponses(byte[] input) {
        Parsing.throwing(InvalidTokenResponseException.class)
                .secretIn("accessJwt", "refreshJwt")
                .bytes(input, bytes -> {
                    LegacySessionResponse session = LegacySessionResponse.parse(response(input), DID, NOW);
                    assertThat(session.expiresAt()).isAfter(NOW);
                    LegacySessionResponse.isFor(session.accessJwt(), ISSUER);
                });
    }

    static Stream<byte[]> tokenClaimsSeeds() {
        return Parsing.seeds(
                "{\"exp\":1800000000,\"iat\":1799990000,\"aud\":\"did:web:auth.example.com\",\"sub\":\"" + DID + "\"}",
                "{\"exp\":1e400,\"iat\":-1,\"aud\":[\"did:web:auth.example.com\",null]}",
                "{\"exp\":\"2026\",\"iat\":{},\"aud\":7}");
    }

    @MethodSource("tokenClaimsSeeds")
    @ParserFuzz
    void tokenClaims(byte[] input) {
        String token = "eyJhbGciOiJFUzI1NiJ9." + Base64URL.encode(input) + ".AAAA";
        String body = "{\"did\":\"" + DID + "\",\"accessJwt\":\"" + token + "\",\"refreshJwt\":\"" + token + "\"}";
        Parsing.throwing(InvalidTokenResponseException.class).bytes(body.getBytes(StandardCharsets.UTF_8), bytes -> {
            LegacySessionResponse session = LegacySessionResponse.parse(response(bytes), DID, NOW);
            assertThat(session.expiresAt()).isAfter(NOW);
            assertThat(session.refreshExpiresAt() == null
                            || session.refreshExpiresAt().isAfter(NOW))
                    .isTrue();
            LegacySessionResponse.isFor(session.accessJwt(), ISSUER);
        });
    }

    static Stream<byte[]> serverMetadataSeeds() {
        return Parsing.seeds("{\"issuer\":\"" + ISSUER + "\",\"token_endpoint\":\"" + ISSUER
                + "/token\",\"authorization_endpoint\":\"" + ISSUER
                + "/authorize?x=1\",\"pushed_authorization_request_endpoint\":\"" + ISSUER
                + "/par\",\"revocation_endpoint\":\"" + ISSUER
                + "/r\",\"protected_resources\":[\"https://pds.example.com\"],"
                + "\"authorization_response_iss_parameter_supported\":true,"
                + "\"require_pushed_authorization_requests\":true,\"client_id_metadata_document_supported\":true,"
                + "\"response_types_supported\":[\"code\"],\"grant_types_supported\":[\"authorization_code\","
                + "\"refresh_token\"],\"code_challenge_methods_supported\":[\"S256\"],"
                + "\"dpop_signing_alg_values_supported\":[\"ES256\"],\"scopes_supported\":[\"atproto\"],"
                + "\"token_endpoint_auth_methods_supported\":[\"none\"]}");
    }

    @MethodSource("serverMetadataSeeds")
    @ParserFuzz
    void serverMetadata(byte[] input) {
        Parsing.throwing(DiscoveryException.class).bytes(input, bytes -> {
            AuthorizationServerMetadata metadata =
                    AuthorizationServerMetadata.parse(ISSUER, SOURCE, json(input), "https://pds.example.com");
            metadata.revocationEndpoint();
            assertThat(KeptText.in(metadata).longest().values()).allMatch(length -> length <= MaxLength.URL.limit());
            assertThat(metadata.bytes()).isLessThan(64 * 1024);
            metadata.requireLoginSupport(false);
            assertThat(metadata.tokenEndpoint().getScheme()).isEqualTo("https");
        });
    }

    static Stream<byte[]> resourceMetadataSeeds() {
        URI url = URI.create("https://pds.example.com/.well-known/oauth-protected-resource");
        return Parsing.seeds(
                "{\"resource\":\"https://pds.example.com\",\"authorization_servers\":[\"" + ISSUER + "\"]}");
    }

    @MethodSource("resourceMetadataSeeds")
    @ParserFuzz
    void resourceMetadata(byte[] input) {
        URI url = URI.create("https://pds.example.com/.well-known/oauth-protected-resource");
        Parsing.throwing(DiscoveryException.class).bytes(input, bytes -> {
            String issuer = AuthorizationServers.issuer(url, json(input));
            assertThat(issuer).startsWith("https://").hasSizeLessThan(280);
        });
    }
}
