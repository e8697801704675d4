package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.internal.endpoint.InvalidTokenResponseException;
import dev.idiolect.oauth.internal.endpoint.TokenResponse;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Random responses; the number of the repetition is the seed. */
class ArbitraryResponsesTest {

    private static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    private static final List<String> NAMES =
            List.of("sub", "scope", "token_type", "access_token", "refresh_token", "expires_in", "error");
    private static final String[] VALUES = {
        "\"" + DID + "\"",
        "\"DPoP\"",
        "\"atproto\"",
        "\"abc\"",
        "\"\"",
        "\"a\\r\\nb\"",
        "null",
        "true",
        "0",
        "-1",
        "3600",
        "1.5",
        "1e400",
        "99999999999999999999999",
        "NaN",
        "Infinity",
        "[]",
        "{}",
        "[[[",
        "{\"a\":1}",
        "'",
        "\ud800",
        ""
    };

    @RepeatedTest(50)
    void responseIsSessionOrEndOrNotJson(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        OAuthSession before = TestSessions.full(DID);
        for (int i = 0; i < 200; i++) {
            HttpResponse response = response(random);
            assertThat(response.toString()).hasSizeLessThan(80);
            response.retryAfter(Instant.EPOCH);
            Map<String, Object> json = response.json();
            if (json != null) {
                try {
                    TokenResponse tokens = TokenResponse.parse(json);
                    assertThat(tokens.sub()).isEqualTo(DID);
                    OAuthSession after = before.toBuilder()
                            .accessJwt(tokens.accessToken())
                            .refreshJwt("refresh")
                            .issuedAt(Instant.EPOCH)
                            .expiresAt(Instant.EPOCH.plus(tokens.lifetime()))
                            .tokenType(OAuthSession.DPOP)
                            .scope(tokens.scope())
                            .build();
                    assertThat(after.expiresAt()).isAfter(Instant.EPOCH);
                    assertThat(OAuthSession.fromJson(after.toJson())).isEqualTo(after);
                } catch (InvalidTokenResponseException end) {
                    assertThat(end.getMessage()).doesNotContain("SECRET");
                }
            }
        }
    }

    private static HttpResponse response(Random random) {
        StringBuilder body = new StringBuilder("{");
        for (String name : NAMES) {
            // Mostly valid values; otherwise hardly any response would pass the first check.
            String value = random.nextInt(3) > 0 ? good(name) : VALUES[random.nextInt(VALUES.length)];
            body.append(body.length() == 1 ? "" : ",")
                    .append('"')
                    .append(name)
                    .append("\":")
                    .append(value);
        }
        HttpHeaders headers = HttpHeaders.of(
                Map.of("Retry-After", List.of(VALUES[random.nextInt(VALUES.length)])), (name, value) -> true);
        return new HttpResponse(
                random.nextInt(600),
                headers,
                body.append(random.nextInt(10) == 0 ? "" : "}").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String good(String name) {
        return switch (name) {
            case "sub" -> VALUES[0];
            case "token_type" -> VALUES[1];
            case "scope" -> VALUES[2];
            default -> VALUES[3];
        };
    }
}
