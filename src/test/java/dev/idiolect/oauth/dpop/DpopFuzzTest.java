package dev.idiolect.oauth.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.Fuzz;
import dev.idiolect.oauth.internal.http.MaxLength;
import java.net.URI;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** Stored keys, and the headers that proofs depend on. */
class DpopFuzzTest {

    @Test
    void keys() {
        String key = DpopKey.generate().privateJwk();
        Fuzz.of("JWK", DpopException.class)
                .examples(
                        key,
                        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\",\"d\":\"" + Fuzz.SECRET
                                + "\"}",
                        "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AA\",\"y\":\"AA\",\"d\":\"" + Fuzz.SECRET
                                + "\"}",
                        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"d\":\"" + Fuzz.SECRET + "\"}")
                .texts(text -> {
                    DpopKey parsed = DpopKey.of(text);
                    parsed.proof("POST", URI.create("https://auth.example.com/token"), null, null);
                    assertThat(DpopKey.of(parsed.privateJwk()).thumbprint()).isEqualTo(parsed.thumbprint());
                    return parsed.publicJwk().length() > 1_000;
                });
    }

    @Test
    void headers() {
        String origin = "https://pds.example.com";
        DpopNonces nonces = new DpopNonces();
        ServerClocks clocks = new ServerClocks(Clock.systemUTC());
        Fuzz.of("DPoP-Nonce and Date")
                .examples("n-0123456789", "Mon, 23 Nov 2026 10:00:00 GMT")
                .texts(header -> {
                    nonces.update(origin, header);
                    String nonce = nonces.current(origin);
                    assertThat(nonce == null || MaxLength.NONCE.allows(nonce)).isTrue();
                    return clocks.correct(origin, header) + " " + header.equals(nonce);
                });
    }
}
