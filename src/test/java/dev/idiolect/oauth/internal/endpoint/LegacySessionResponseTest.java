package dev.idiolect.oauth.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.internal.http.HttpResponse;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LegacySessionResponseTest {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String TWO_HOURS = jwt("{\"iat\":1000,\"exp\":8200}");

    private static String jwt(String claims) {
        return encode("{\"alg\":\"ES256K\",\"typ\":\"at+jwt\"}") + "." + encode(claims) + ".c2lnbmF0dXJl";
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static LegacySessionResponse parse(String body) throws InvalidTokenResponseException {
        HttpResponse response = new HttpResponse(
                200, HttpHeaders.of(Map.of(), (name, value) -> true), body.getBytes(StandardCharsets.UTF_8));
        return LegacySessionResponse.parse(response, DID, NOW);
    }

    private static LegacySessionResponse withAccess(String access) throws InvalidTokenResponseException {
        return parse("{\"did\":\"" + DID + "\",\"handle\":\"alice.example.com\",\"accessJwt\":\"" + access
                + "\",\"refreshJwt\":\"" + TWO_HOURS + "\"}");
    }

    @Test
    void lifetimesComeFromTheTokensOwnTimes() throws Exception {
        LegacySessionResponse response = withAccess(TWO_HOURS);
        assertThat(response.accessJwt()).isEqualTo(TWO_HOURS);
        assertThat(response.handle()).isEqualTo("alice.example.com");
        assertThat(response.expiresAt()).isEqualTo(NOW.plus(Duration.ofHours(2)));
        assertThat(response.refreshExpiresAt()).isEqualTo(NOW.plus(Duration.ofHours(2)));
    }

    @Test
    void withoutIssueTimeTheLocalClockCounts() throws Exception {
        String access = jwt("{\"exp\":" + NOW.plusSeconds(60).getEpochSecond() + "}");
        assertThat(withAccess(access).expiresAt()).isEqualTo(NOW.plusSeconds(60));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"iat\":1000}",
                "{\"iat\":1000,\"exp\":1000}",
                "{\"iat\":1000,\"exp\":999}",
                "{\"exp\":\"soon\"}",
                "[]",
                "no json"
            })
    void unknownLifetimeIsFiveMinutes(String claims) throws Exception {
        assertThat(withAccess(jwt(claims)).expiresAt()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
    }

    @Test
    void opaqueTokensAreAccepted() throws Exception {
        LegacySessionResponse response =
                parse("{\"did\":\"" + DID + "\",\"accessJwt\":\"opaque\",\"refreshJwt\":\"a.b.c\"}");
        assertThat(response.expiresAt()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
        assertThat(response.refreshExpiresAt()).isNull();
        assertThat(response.handle()).isNull();
    }

    @Test
    void lifetimeIsAtMostTenYears() throws Exception {
        assertThat(withAccess(jwt("{\"iat\":1000,\"exp\":99999999999999}")).expiresAt())
                .isEqualTo(NOW.plus(Duration.ofDays(3650)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"did\":\"did:plc:other\",\"accessJwt\":\"secret\",\"refreshJwt\":\"secret\"}",
                "{\"did\":\"" + DID + "\",\"refreshJwt\":\"secret\"}",
                "{\"did\":\"" + DID + "\",\"accessJwt\":\"secret\"}",
                "{\"did\":\"" + DID + "\",\"accessJwt\":\"secret\",\"refreshJwt\":\"sec\\nret\"}"
            })
    void otherResponsesAreInvalid(String body) {
        assertThatThrownBy(() -> parse(body))
                .isInstanceOf(InvalidTokenResponseException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void textForLogsHasNoToken() throws Exception {
        assertThat(withAccess(TWO_HOURS).toString()).doesNotContain(TWO_HOURS).doesNotContain("alice");
    }
}
