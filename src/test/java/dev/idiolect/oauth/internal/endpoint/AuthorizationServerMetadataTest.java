package dev.idiolect.oauth.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationServerMetadataTest {

    private static final String ISSUER = "https://auth.example.com";
    private static final String PDS = "https://pds.example.com";
    private static final URI SOURCE = URI.create(ISSUER + "/.well-known/oauth-authorization-server");

    private final Map<String, Object> document = new HashMap<>(Map.ofEntries(
            Map.entry("issuer", ISSUER),
            Map.entry("token_endpoint", ISSUER + "/token"),
            Map.entry("authorization_endpoint", ISSUER + "/authorize?x=1"),
            Map.entry("pushed_authorization_request_endpoint", ISSUER + "/par"),
            Map.entry("authorization_response_iss_parameter_supported", true),
            Map.entry("require_pushed_authorization_requests", true),
            Map.entry("client_id_metadata_document_supported", true),
            Map.entry("response_types_supported", List.of("code", "none")),
            Map.entry("grant_types_supported", List.of("authorization_code", "refresh_token")),
            Map.entry("code_challenge_methods_supported", List.of("S256")),
            Map.entry("dpop_signing_alg_values_supported", List.of("RS256", "ES256")),
            Map.entry("scopes_supported", List.of("atproto")),
            Map.entry("token_endpoint_auth_methods_supported", List.of("none", "private_key_jwt")),
            Map.entry("token_endpoint_auth_signing_alg_values_supported", List.of("ES256"))));

    private AuthorizationServerMetadata parse() {
        return AuthorizationServerMetadata.parse(ISSUER, SOURCE, document, PDS);
    }

    private void assertInvalid(String rule) {
        assertThatThrownBy(() -> parse().requireValidEndpoints())
                .isInstanceOfSatisfying(
                        DiscoveryException.class,
                        e -> assertThat(e.isTransient()).isFalse())
                .hasMessageStartingWith("Invalid metadata at " + SOURCE + ": " + rule);
    }

    private void assertNoLogin(boolean confidential, String rule) {
        assertThatThrownBy(() -> parse().requireLoginSupport(confidential))
                .isInstanceOf(DiscoveryException.class)
                .hasMessage("Invalid metadata at " + SOURCE + ": " + rule);
    }

    @Test
    void wholeDocumentSupportsLogin() {
        AuthorizationServerMetadata metadata = parse();
        assertThatCode(() -> metadata.requireLoginSupport(true)).doesNotThrowAnyException();
        assertThatCode(() -> metadata.requireLoginSupport(false)).doesNotThrowAnyException();
        assertThat(metadata.issuer()).isEqualTo(ISSUER);
        assertThat(metadata.authorizationEndpoint()).hasToString(ISSUER + "/authorize?x=1");
        assertThat(metadata.revocationEndpoint()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization_response_iss_parameter_supported",
                "require_pushed_authorization_requests",
                "client_id_metadata_document_supported"
            })
    void flagMustBeTrue(String name) {
        document.put(name, "true");
        assertNoLogin(false, name + " must be true");
        document.remove(name);
        assertNoLogin(true, name + " must be true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response_types_supported",
                "grant_types_supported",
                "code_challenge_methods_supported",
                "dpop_signing_alg_values_supported",
                "scopes_supported"
            })
    void listMustContainItsValue(String name) {
        document.put(name, List.of("other"));
        assertThatThrownBy(() -> parse().requireLoginSupport(false)).hasMessageContaining(name + " must contain ");
        document.put(name, "code");
        assertThatThrownBy(() -> parse().requireLoginSupport(true)).hasMessageContaining(name + " must contain ");
    }

    @Test
    void bothGrantTypesAreNeeded() {
        document.put("grant_types_supported", List.of("authorization_code"));
        assertNoLogin(false, "grant_types_supported must contain refresh_token");
    }

    @Test
    void authenticationMethodDependsOnTheClient() {
        document.put("token_endpoint_auth_methods_supported", List.of("none"));
        document.remove("token_endpoint_auth_signing_alg_values_supported");
        assertThatCode(() -> parse().requireLoginSupport(false)).doesNotThrowAnyException();
        assertNoLogin(true, "token_endpoint_auth_methods_supported must contain private_key_jwt");
        document.put("token_endpoint_auth_methods_supported", List.of("private_key_jwt"));
        assertNoLogin(false, "token_endpoint_auth_methods_supported must contain none");
        assertNoLogin(true, "token_endpoint_auth_signing_alg_values_supported must contain ES256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"token_endpoint", "authorization_endpoint", "pushed_authorization_request_endpoint"})
    void missingEndpointIsNamed(String name) {
        document.remove(name);
        assertNoLogin(false, name + " is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token_endpoint",
                "authorization_endpoint",
                "pushed_authorization_request_endpoint",
                "revocation_endpoint"
            })
    void invalidEndpointIsRefusedEvenIfUnused(String name) {
        for (Object value : List.of("http://auth.example.com/x", "http://localhost/x", "ftp://a.example.com", "x", 7)) {
            document.put(name, value);
            assertInvalid(name + " must be ");
        }
        document.put(name, ISSUER + "/x#y");
        assertInvalid(name + " must be an https URL");
    }

    @Test
    void longEndpointIsRefused() {
        document.put("token_endpoint", ISSUER + "/" + "x".repeat(2048));
        assertInvalid("token_endpoint must have at most 2048 characters");
        document.put("token_endpoint", ISSUER + "/" + "x".repeat(2000));
        assertThat(parse().tokenEndpoint()).isNotNull();
        // It is sent and stored percent-encoded.
        document.put("token_endpoint", ISSUER + "/" + "\u4e2d".repeat(300));
        assertInvalid("token_endpoint must have at most 2048 characters");
    }

    @Test
    void issuerMustMatch() {
        document.put("issuer", ISSUER + "/");
        assertInvalid("issuer must be " + ISSUER);
    }

    @Test
    void listedResourcesMustContainThePds() {
        document.put("protected_resources", List.of("https://other.example.com"));
        assertInvalid("protected_resources must contain " + PDS);
        assertThatCode(() -> AuthorizationServerMetadata.parse(ISSUER, SOURCE, document, null))
                .doesNotThrowAnyException();
        document.put("protected_resources", List.of("https://other.example.com", PDS));
        assertThat(parse().issuer()).isEqualTo(ISSUER);
    }
}
