package dev.idiolect.oauth.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.Fuzz;
import dev.idiolect.oauth.KeptText;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.MaxLength;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The JSON of PDSs and authorization servers. */
class EndpointFuzzTest {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";
    private static final String ISSUER = "https://auth.example.com";
    private static final URI SOURCE = URI.create(ISSUER + "/.well-known/oauth-authorization-server");
    private static final String TOKEN =
            "eyJhbGciOiJFUzI1NiJ9.eyJleHAiOjE4MDAwMDAwMDAsImlhdCI6MTc5OTk5MDAwMH0." + Fuzz.SECRET;

    private static HttpResponse response(byte[] body) {
        return new HttpResponse(200, HttpHeaders.of(Map.of(), (name, value) -> true), body);
    }

    private static Map<String, Object> json(byte[] body) {
        Map<String, Object> json = response(body).json();
        return json == null ? Map.of() : json;
    }

    @Test
    void tokenResponses() {
        Fuzz.of("token response", InvalidTokenResponseException.class)
                .examples(
                        "{\"sub\":\"" + DID + "\",\"token_type\":\"DPoP\",\"scope\":\"atproto transition:generic\","
                                + "\"access_token\":\"" + TOKEN + "\",\"refresh_token\":\"ref-" + Fuzz.SECRET
                                + "\",\"expires_in\":3600}",
                        "{\"access_token\":\"a\",\"expires_in\":\"3600\",\"scope\":\" atproto \"}")
                .bytes(input -> {
                    TokenResponse tokens = TokenResponse.parse(json(input));
                    assertThat(tokens.lifetime()).isPositive();
                    assertThat(MaxLength.TOKEN.allows(tokens.accessToken())).isTrue();
                    assertThat(MaxLength.SCOPE.allows(tokens.scope())).isTrue();
                    assertThat(MaxLength.DID.allows(tokens.sub())).isTrue();
                    assertThat(TokenResponse.tokens(json(input))).contains(tokens.accessToken());
                    return tokens.refreshToken() == null
                            ? 1
                            : tokens.toString().contains(Fuzz.SECRET) ? Fuzz.SECRET : 2L;
                });
    }

    @Test
    void legacySessionResponses() {
        Instant now = Instant.parse("2026-11-23T10:00:00Z");
        Fuzz.of("session response", InvalidTokenResponseException.class)
                .examples(
                        "{\"did\":\"" + DID + "\",\"handle\":\"alice.example.com\",\"accessJwt\":\"" + TOKEN
                                + "\",\"refreshJwt\":\"" + TOKEN + "\",\"didDoc\":{\"id\":\"" + DID
                                + "\"},\"active\":true}",
                        "{\"did\":\"" + DID + "\",\"accessJwt\":\"a.b.c\",\"refreshJwt\":\"x\"}")
                .bytes(input -> {
                    LegacySessionResponse session = LegacySessionResponse.parse(response(input), DID, now);
                    assertThat(session.expiresAt()).isAfter(now);
                    LegacySessionResponse.isFor(session.accessJwt(), ISSUER);
                    return session;
                });
    }

    @Test
    void serverMetadata() {
        Fuzz.of("server metadata", DiscoveryException.class)
                .examples("{\"issuer\":\"" + ISSUER + "\",\"token_endpoint\":\"" + ISSUER
                        + "/token\",\"authorization_endpoint\":\"" + ISSUER
                        + "/authorize?x=1\",\"pushed_authorization_request_endpoint\":\"" + ISSUER
                        + "/par\",\"revocation_endpoint\":\"" + ISSUER
                        + "/r\",\"protected_resources\":[\"https://pds.example.com\"],"
                        + "\"authorization_response_iss_parameter_supported\":true,"
                        + "\"require_pushed_authorization_requests\":true,\"client_id_metadata_document_supported\":true,"
                        + "\"response_types_supported\":[\"code\"],\"grant_types_supported\":[\"authorization_code\","
                        + "\"refresh_token\"],\"code_challenge_methods_supported\":[\"S256\"],"
                        + "\"dpop_signing_alg_values_supported\":[\"ES256\"],\"scopes_supported\":[\"atproto\"],"
                        + "\"token_endpoint_auth_methods_supported\":[\"none\"]}")
                .bytes(input -> {
                    AuthorizationServerMetadata metadata =
                            AuthorizationServerMetadata.parse(ISSUER, SOURCE, json(input), "https://pds.example.com");
                    metadata.revocationEndpoint();
                    assertThat(KeptText.in(metadata).longest().values())
                            .allMatch(length -> length <= MaxLength.URL.limit());
                    assertThat(metadata.bytes()).isLessThan(64 * 1024);
                    metadata.requireLoginSupport(false);
                    return metadata.tokenEndpoint().getScheme();
                });
    }

    @Test
    void resourceMetadata() {
        URI url = URI.create("https://pds.example.com/.well-known/oauth-protected-resource");
        Fuzz.of("resource metadata", DiscoveryException.class)
                .examples("{\"resource\":\"https://pds.example.com\",\"authorization_servers\":[\"" + ISSUER + "\"]}")
                .bytes(input -> {
                    String issuer = AuthorizationServers.issuer(url, json(input));
                    assertThat(issuer).startsWith("https://").hasSizeLessThan(280);
                    return issuer.equals(ISSUER);
                });
    }
}
