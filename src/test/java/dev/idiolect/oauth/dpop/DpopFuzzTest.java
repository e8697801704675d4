package dev.idiolect.oauth.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.idiolect.oauth.ParserFuzz;
import dev.idiolect.oauth.Parsing;
import dev.idiolect.oauth.internal.http.FlatJson;
import dev.idiolect.oauth.internal.http.MaxLength;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Stored keys, and the headers that proofs depend on. */
class DpopFuzzTest {

    static Stream<byte[]> keysSeeds() {
        String key = DpopKey.generate().privateJwk();
        return Parsing.seeds(
                key,
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\",\"d\":\"" + Parsing.SECRET + "\"}",
                "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AA\",\"y\":\"AA\",\"d\":\"" + Parsing.SECRET + "\"}",
                "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"d\":\"" + Parsing.SECRET + "\"}",
                // Not on the curve.
                key.replaceFirst("\"x\":\"....", "\"x\":\"AAAA"),
                // The key of another point.
                key.replaceFirst("\"d\":\"....", "\"d\":\"AAAA"),
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + "A".repeat(20_000) + "\",\"y\":[1],\"d\":{},\"kid\":7}");
    }

    @MethodSource("keysSeeds")
    @ParserFuzz
    void keys(byte[] input) {
        Parsing.throwing(DpopException.class).secretIn("d").text(input, text -> {
            DpopKey parsed = DpopKey.of(text);
            parsed.proof("POST", URI.create("https://auth.example.com/token"), null, null);
            assertThat(DpopKey.of(parsed.privateJwk()).thumbprint()).isEqualTo(parsed.thumbprint());
            assertThat(parsed.publicJwk()).doesNotContain("\"d\"");
        });
    }

    static Stream<byte[]> headersSeeds() {
        return Parsing.seeds("n-0123456789", "Mon, 23 Nov 2026 10:00:00 GMT");
    }

    @MethodSource("headersSeeds")
    @ParserFuzz
    void headers(byte[] input) {
        String origin = "https://pds.example.com";
        DpopNonces nonces = new DpopNonces();
        ServerClocks clocks = new ServerClocks(Clock.systemUTC());
        Parsing.throwing().text(input, header -> {
            nonces.update(origin, header);
            String nonce = nonces.current(origin);
            assertThat(nonce == null || MaxLength.NONCE.allows(nonce)).isTrue();
            clocks.correct(origin, header);
        });
    }

    static Stream<byte[]> payloadsSeeds() {
        return Parsing.seeds("POST", "n-0123456789", "a\"b\\c", "\u0000\u001f\u007f\u00e9\u2028\ud83d\ude00\ud83d");
    }

    @MethodSource("payloadsSeeds")
    @ParserFuzz
    void payloads(byte[] input) {
        Parsing.throwing().text(input, text -> {
            String json = new FlatJson()
                    .add("htm", text)
                    .add("iat", text.length())
                    .add("ath", null)
                    .add("nonce", text)
                    .toJson();
            assertThat(json).isPrintable().isASCII();
            assertThat(JSONObjectUtils.parse(json))
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("htm", text, "iat", (long) text.length(), "nonce", text));
        });
    }
}
