package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.FakeResponse;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A login is refused if the metadata of a server is invalid. */
class LoginServerRulesTest extends LoginFixture {

    private void assertRefused(String path, Fault fault, String... words) {
        fake.fail(path, fault);
        assertThatThrownBy(() -> flow.begin(DID))
                .isInstanceOfSatisfying(
                        LoginException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContainingAll(words);
        assertThat(fake.requests(FakePds.PAR)).isZero();
        fake.clearFaults();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "issuer",
                "authorization_endpoint",
                "pushed_authorization_request_endpoint",
                "token_endpoint",
                "require_pushed_authorization_requests",
                "authorization_response_iss_parameter_supported",
                "client_id_metadata_document_supported",
                "code_challenge_methods_supported",
                "dpop_signing_alg_values_supported",
                "scopes_supported",
                "response_types_supported",
                "grant_types_supported",
                "token_endpoint_auth_methods_supported"
            })
    void missingMetadataMemberIsNamed(String name) {
        assertRefused(FakePds.AUTHORIZATION_SERVER, Faults.remove(name), fake.issuer(), name);
    }

    @ParameterizedTest
    @CsvSource({
        "code_challenge_methods_supported, plain",
        "dpop_signing_alg_values_supported, RS256",
        "scopes_supported, openid",
        "response_types_supported, token",
        "grant_types_supported, authorization_code",
        "token_endpoint_auth_methods_supported, client_secret_basic"
    })
    void unsupportedFeatureIsNamed(String name, String only) {
        assertRefused(FakePds.AUTHORIZATION_SERVER, Faults.set(name, List.of(only)), name);
    }

    @Test
    void endpointsMustBeUrls() {
        for (Object url :
                new Object[] {"ftp://a/b", "/oauth/par", "https://user@host/", "javascript:alert(1)", "x y", 7}) {
            assertRefused(FakePds.AUTHORIZATION_SERVER, Faults.set("token_endpoint", url), "token_endpoint");
        }
    }

    @Test
    void endpointWithUnpairedSurrogateIsRefused() {
        Fault half = call -> {
            String metadata = new String(call.process().get().bytes(), StandardCharsets.UTF_8);
            return FakeResponse.text(200, "application/json", metadata.replace("/oauth/authorize\"", "/\\ud800\""));
        };
        assertRefused(FakePds.AUTHORIZATION_SERVER, half, "authorization_endpoint");
    }

    @Test
    void issuerMustNameItself() {
        assertRefused(FakePds.AUTHORIZATION_SERVER, Faults.set("issuer", fake.issuer() + "/"), "issuer");
        assertRefused(FakePds.AUTHORIZATION_SERVER, Faults.set("issuer", fake.forbiddenUrl()), "issuer");
    }

    @Test
    void pdsMustNameItselfAndOneServer() {
        assertRefused(FakePds.PROTECTED_RESOURCE, Faults.set("resource", fake.forbiddenUrl()), "resource");
        for (List<String> servers : List.of(
                List.<String>of(),
                List.of(fake.issuer(), fake.forbiddenUrl()),
                List.of("ftp://example.com"),
                List.of("https://" + "a".repeat(300) + ".com"),
                List.of(fake.issuer() + "/path"))) {
            assertRefused(
                    FakePds.PROTECTED_RESOURCE,
                    Faults.set("authorization_servers", servers),
                    "Invalid metadata",
                    "authorization");
        }
    }

    @Test
    void serverThatExcludesPdsIsRefused() {
        assertRefused(
                FakePds.AUTHORIZATION_SERVER,
                Faults.set("protected_resources", List.of(fake.forbiddenUrl())),
                "protected_resources");
        fake.fail(FakePds.AUTHORIZATION_SERVER, Faults.set("protected_resources", List.of(fake.pdsUrl())));
        assertThat(flow.begin(DID).state()).isNotEmpty();
    }

    @Test
    void redirectsAreNotFollowed() {
        assertRefused(FakePds.PROTECTED_RESOURCE, Faults.redirect(302, fake.forbiddenUrl()), "HTTP 302");
        assertRefused(FakePds.AUTHORIZATION_SERVER, Faults.redirect(301, fake.forbiddenUrl()), "HTTP 301");
        fake.fail(FakePds.PAR, Faults.redirect(307, fake.forbiddenUrl()));
        assertThat(failure(() -> flow.begin(DID)).reason()).isEqualTo(LoginException.Reason.REFUSED);
        var callback = callback();
        fake.fail(FakePds.TOKEN, Faults.redirect(308, fake.forbiddenUrl()));
        assertThat(failure(() -> flow.complete(callback)).reason()).isEqualTo(LoginException.Reason.REFUSED);
        fake.assertNoViolations();
    }

    @Test
    void transientServerFailureIsUnavailable() {
        fake.fail(FakePds.AUTHORIZATION_SERVER, Faults.status(503, ""));
        assertThatThrownBy(() -> flow.begin(DID))
                .isInstanceOfSatisfying(
                        LoginException.class, e -> assertThat(e.isTransient()).isTrue());
    }

    @Test
    void missingRequestUriIsRefused() {
        fake.fail(FakePds.PAR, Faults.status(201, "{\"expires_in\":299}"));
        assertThat(failure(() -> flow.begin(DID)).reason()).isEqualTo(LoginException.Reason.PROTOCOL_ERROR);
    }
}
