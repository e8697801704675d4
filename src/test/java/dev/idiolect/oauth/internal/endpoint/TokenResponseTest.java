package dev.idiolect.oauth.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenResponseTest {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";

    private final Map<String, Object> json = new HashMap<>(Map.of(
            "sub", DID,
            "token_type", "DPoP",
            "scope", "atproto transition:generic",
            "access_token", "secret-access",
            "refresh_token", "secret-refresh",
            "expires_in", 3600));

    private void assertInvalid(String rule) {
        assertThatThrownBy(() -> TokenResponse.parse(json))
                .isInstanceOf(InvalidTokenResponseException.class)
                .hasMessageContaining(rule)
                .hasMessageNotContaining("secret");
    }

    @Test
    void allPartsAreRead() throws Exception {
        assertThat(TokenResponse.parse(json))
                .usingRecursiveComparison()
                .isEqualTo(new TokenResponse(
                        DID, "secret-access", "secret-refresh", "atproto transition:generic", Duration.ofHours(1)));
    }

    @Test
    void textForLogsHasNoToken() throws Exception {
        assertThat(TokenResponse.parse(json).toString()).contains(DID, "PT1H").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "token_type", "scope", "access_token"})
    void missingMemberIsNamed(String name) {
        json.remove(name);
        assertInvalid(name.equals("scope") ? "scope" : name);
    }

    @Test
    void onlyResponseWithoutAccessTokenMayBeOfAProxy() {
        json.remove("sub");
        assertThatThrownBy(() -> TokenResponse.parse(json)).matches(e -> !isWithoutAccessToken(e));
        json.put("access_token", "secret\n");
        assertThatThrownBy(() -> TokenResponse.parse(json)).matches(TokenResponseTest::isWithoutAccessToken);
        assertThatThrownBy(() -> TokenResponse.parse(null)).matches(TokenResponseTest::isWithoutAccessToken);
    }

    private static boolean isWithoutAccessToken(Throwable e) {
        return ((InvalidTokenResponseException) e).kind() == InvalidTokenResponseException.Kind.WITHOUT_ACCESS_TOKEN;
    }

    @Test
    void scopeIsNormalized() throws Exception {
        json.put("scope", " transition:generic   atproto ");
        assertThat(TokenResponse.parse(json).scope()).isEqualTo("transition:generic atproto");
    }

    @Test
    void scopeNeedsAtproto() {
        json.put("scope", "atproto2 transition:generic");
        assertInvalid("atproto");
    }

    @Test
    void refreshTokenMayBeMissingButNotUnusable() throws Exception {
        json.put("refresh_token", null);
        assertThat(TokenResponse.parse(json).refreshToken()).isNull();
        json.put("refresh_token", "secret\n");
        assertInvalid("refresh_token");
    }

    @ParameterizedTest
    @CsvSource({
        "1, PT1S",
        "1.9, PT1S",
        "0.5, PT5M",
        "0, PT5M",
        "-1, PT5M",
        "315360000, PT87600H",
        "315360001, PT87600H",
        "1e300, PT87600H"
    })
    void lifetimeIsBounded(double expiresIn, Duration lifetime) throws Exception {
        json.put("expires_in", expiresIn);
        assertThat(TokenResponse.parse(json).lifetime()).isEqualTo(lifetime);
        json.put("expires_in", new BigInteger("9".repeat(400)));
        assertThat(TokenResponse.parse(json).lifetime()).isEqualTo(TokenResponse.UNKNOWN_LIFETIME);
    }

    @ParameterizedTest
    @CsvSource({
        "60, PT1M",
        "60.7, PT1M",
        "1e2, PT1M40S",
        "1e300, PT87600H",
        "1e999, PT5M",
        "-60, PT5M",
        "soon, PT5M",
        "'', PT5M"
    })
    void quotedLifetimeIsRead(String expiresIn, Duration lifetime) throws Exception {
        json.put("expires_in", expiresIn);
        assertThat(TokenResponse.parse(json).lifetime()).isEqualTo(lifetime);
    }

    @Test
    void tokensOfAnInvalidResponseAreFoundForRevocation() {
        json.remove("sub");
        assertThat(TokenResponse.tokens(json)).containsExactly("secret-refresh", "secret-access");
        json.put("refresh_token", List.of("x"));
        json.put("access_token", "a\r\nb");
        assertThat(TokenResponse.tokens(json)).isEmpty();
    }
}
