package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WwwAuthenticateTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DPoP error=\"use_dpop_nonce\"",
                "dpop ERROR=use_dpop_nonce",
                "DPoP algs=\"RS256 ES256\", error=\"use_dpop_nonce\", error_description=\"a, b\"",
                "DPoP error_description=\"error=\\\"invalid_token\\\", DPoP error=x\", error=\"use_dpop_nonce\"",
                "Bearer error=\"invalid_token\", DPoP algs=\"ES256\" , error = \"use_dpop_nonce\"",
                "Basic YWJj==, DPoP error=\"use_dpop_nonce\"",
                "Negotiate, Basic realm=\"x\", DPoP error=\"use_dpop_nonce\", Bearer error=\"invalid_token\"",
                ", ,DPoP\terror=\"use_dpop\\_nonce\",,",
                "DPoP realm=\"\", error=\"use_dpop_nonce"
            })
    void errorOfTheSchemeIsFound(String header) {
        assertThat(WwwAuthenticate.errors(List.of(header), "DPoP")).first().isEqualTo("use_dpop_nonce");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "DPoP",
                "DPoP algs=\"ES256\"",
                "Bearer error=\"use_dpop_nonce\"",
                "DPoP algs=\"ES256\", Bearer error=\"use_dpop_nonce\"",
                "Bearer realm=\"DPoP error=use_dpop_nonce\"",
                "DPoP error_description=\"error=use_dpop_nonce\"",
                "XDPoP error=\"use_dpop_nonce\"",
                "\"DPoP error=use_dpop_nonce\"",
                "=\"\\",
                "DPoP error_uri=\"x\", xerror=\"use_dpop_nonce\""
            })
    void errorOfAnotherSchemeIsNotFound(String header) {
        assertThat(WwwAuthenticate.errors(List.of(header), "DPoP")).isEmpty();
    }

    @Test
    void everyHeaderIsRead() {
        List<String> headers = Arrays.asList(null, "Bearer error=\"a\"", "DPoP algs=\"x\"", "DPoP error=\"b\"");
        assertThat(WwwAuthenticate.errors(headers, "DPoP")).containsExactly("b");
        assertThat(WwwAuthenticate.errors(headers, "Bearer")).containsExactly("a");
        assertThat(WwwAuthenticate.errors(List.of(), "Bearer")).isEmpty();
    }

    @Test
    void oversizedHeaderIsIgnored() {
        String header = "DPoP x=\"" + "\\\"".repeat(10_000) + "\", error=\"use_dpop_nonce\"";
        assertThat(WwwAuthenticate.errors(List.of(header), "DPoP")).isEmpty();
    }
}
