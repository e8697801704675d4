package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.InvalidUrlException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionFormatException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Random inputs; the number of the repetition is the seed. */
class ArbitraryInputTest {

    private static final String[] PIECES = {
        "https://",
        "http",
        ":",
        "//",
        "@",
        "/",
        "?",
        "#",
        "[::1]",
        "[",
        "]",
        "%",
        "%zz",
        "a.example",
        "80",
        "443",
        "65536",
        "\"",
        "\\",
        "{",
        "}",
        ",",
        "null",
        "1e999",
        "\u0000",
        "\n",
        "\ud800",
        "\udc00",
        "\uffff",
        "\u00e9",
        " ",
        "A",
        "z"
    };

    @RepeatedTest(20)
    void sessionSurvivesItsJson(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < 100; i++) {
            OAuthSession session = OAuthSession.builder()
                    .did("did:plc:a")
                    .pdsUrl(text(random))
                    .accessJwt(text(random))
                    .refreshJwt(text(random))
                    .dpopPrivateKeyJwk(text(random))
                    .issuedAt(time(random))
                    .expiresAt(time(random))
                    .dpopNonce(text(random))
                    .tokenType(text(random))
                    .scope(text(random))
                    .handle(text(random))
                    .refreshExpiresAt(time(random))
                    .issuer(text(random))
                    .clientId(text(random))
                    .clientKeyId(text(random))
                    .build();
            assertThat(OAuthSession.fromJson(session.toJson())).isEqualTo(session);
        }
    }

    @RepeatedTest(20)
    void textIsASessionOrRefused(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < 100; i++) {
            try {
                OAuthSession.fromJson(random.nextBoolean() ? text(random) : "{\"did\":" + text(random) + "}");
            } catch (SessionFormatException refused) {
                assertThat(refused).hasMessageStartingWith("Invalid session");
            }
        }
    }

    @RepeatedTest(20)
    void originIsItsOwnOriginOrRefused(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < 200; i++) {
            String url = random.nextBoolean() ? text(random) : "https://" + text(random);
            try {
                String origin = HttpOrigin.of(url);
                assertThat(HttpOrigin.of(origin)).isEqualTo(origin);
                assertThat(origin).matches("https?://[^/?#@]+");
            } catch (InvalidUrlException refused) {
                assertThat(refused).hasMessageStartingWith("Invalid URL");
            }
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static Instant time(Random random) {
        return Instant.ofEpochSecond(random.nextLong(-62135596800L, 253402300800L), random.nextInt(1_000_000_000));
    }
}
