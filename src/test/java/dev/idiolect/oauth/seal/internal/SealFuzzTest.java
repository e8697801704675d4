package dev.idiolect.oauth.seal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.ParserFuzz;
import dev.idiolect.oauth.Parsing;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Encrypted texts and key sets, which anyone with access to a store or its configuration can change. */
class SealFuzzTest {

    private static final String TEXT = "{\"accessJwt\":\"" + Parsing.SECRET + "\"}";

    private final Sealer sealer = TestKeys.sealer(TestKeys.source("one"));

    private static String header(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes());
    }

    static Stream<byte[]> sealedSeeds() {
        Sealer sealer = TestKeys.sealer(TestKeys.source("one"));
        return Parsing.seeds(
                sealer.seal(Content.SESSION, "did:plc:a", TEXT),
                sealer.seal(Content.PENDING_LOGIN, "key", TEXT),
                TestKeys.sealer(TestKeys.source("two")).seal(Content.SESSION, "did:plc:a", TEXT),
                header("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"zip\":\"DEF\",\"kid\":\"one\"}") + "..AAAA.AAAA.AAAA",
                header("{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A128CBC-HS256\",\"kid\":\"one\"}") + ".AA.AAAA.AAAA.AAAA",
                "eyJ....");
    }

    @MethodSource("sealedSeeds")
    @ParserFuzz
    void sealed(byte[] input) {
        Parsing.throwing(SealException.class).text(input, stored -> {
            // Only plain texts and texts that were sealed for this owner are returned.
            for (Content content : Content.values()) {
                String opened;
                try {
                    opened = sealer.open(content, "did:plc:a", stored);
                } catch (SealException e) {
                    continue;
                }
                if (content.isSealed(stored)) {
                    assertThat(content).isEqualTo(Content.SESSION);
                    assertThat(opened).isEqualTo(TEXT);
                } else {
                    assertThat(opened).isEqualTo(stored);
                }
            }
            Sealer.PLAIN.open(Content.SESSION, null, stored);
        });
    }

    static Stream<byte[]> keysSeeds() {
        return Parsing.seeds(
                TestKeys.jwks("one", "two"),
                "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"" + Parsing.SECRET + "\"}]}",
                "{\"keys\":[{\"kty\":\"EC\",\"kid\":\"a\"}]}");
    }

    @MethodSource("keysSeeds")
    @ParserFuzz
    void keys(byte[] input) {
        Parsing.throwing(SealException.class)
                .secretIn("k")
                .text(
                        input,
                        jwks -> assertThat(EncryptionKeys.parse(jwks).first()).isNotNull());
    }
}
