package dev.idiolect.oauth.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class DpopProofFactoryTest {

    private static final String PDS = "https://pds.example.com";
    private static final URI URL = URI.create("https://PDS.example.com:443/xrpc/x?y");
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private final String key = DpopKey.generate().privateJwk();
    private final DpopProofFactory proofs =
            new DpopProofFactory(new DpopNonces(), null, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void proofContainsTheNewestNonceOfTheOrigin() throws Exception {
        assertThat(claim("nonce")).isNull();
        proofs.nonces().update(PDS, "n-1");
        proofs.nonces().update("https://other.example.com", "other");
        assertThat(claim("nonce")).isEqualTo("n-1");
        proofs.nonces().update(PDS, "n-2");
        assertThat(claim("nonce")).isEqualTo("n-2");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", "a b", "a\"b", "a\\b", "a\r\nEvil: x", "\u00e9"})
    void invalidNonceIsIgnored(String value) {
        proofs.nonces().update(PDS, "good");
        proofs.nonces().update(PDS, value);
        proofs.nonces().update(PDS, "x".repeat(5000));
        assertThat(proofs.nonces().current(PDS)).isEqualTo("good");
    }

    @Test
    void storedNonceNeverReplacesANonceOfTheServer() {
        proofs.nonces().seed(PDS, "stored");
        assertThat(proofs.nonces().current(PDS)).isEqualTo("stored");
        proofs.nonces().update(PDS, "sent");
        proofs.nonces().seed(PDS, "stored");
        assertThat(proofs.nonces().current(PDS)).isEqualTo("sent");
    }

    @Test
    void noncesAreBoundedAndKeepUsedOrigins() {
        proofs.nonces().update(PDS, "kept");
        IntStream.range(0, DpopNonces.LIMIT * 3).parallel().forEach(i -> {
            proofs.nonces().update("https://h" + i + ".example.com", "n");
            assertThat(proofs.nonces().current(PDS)).isEqualTo("kept");
        });
        long known = IntStream.range(0, DpopNonces.LIMIT * 3)
                .filter(i -> proofs.nonces().current("https://h" + i + ".example.com") != null)
                .count();
        assertThat(known).isEqualTo(DpopNonces.LIMIT - 1);
    }

    @Test
    void dateCorrectsTheClockOfItsOriginOnly() throws Exception {
        assertThat(proofs.correctClock(PDS, "Mon, 23 Nov 2026 10:10:00 GMT")).isTrue();
        assertThat(claim("iat")).isEqualTo(NOW.plusSeconds(600).getEpochSecond());
        assertThat(iat(URI.create("https://other.example.com/"))).isEqualTo(NOW.getEpochSecond());
        assertThat(proofs.correctClock(PDS, "Mon, 23 Nov 2026 09:59:00 GMT")).isTrue();
        assertThat(claim("iat")).isEqualTo(NOW.minusSeconds(60).getEpochSecond());
    }

    @Test
    void smallClockDifferenceIsNoReasonToRetry() {
        assertThat(proofs.correctClock(PDS, "Mon, 23 Nov 2026 10:00:02 GMT")).isFalse();
        assertThat(proofs.correctClock(PDS, "Mon, 23 Nov 2026 10:10:00 GMT")).isTrue();
        assertThat(proofs.correctClock(PDS, "Mon, 23 Nov 2026 10:10:01 GMT")).isFalse();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"soon", "2026-11-23T10:00:00Z", "Mon, 99 Nov 2026 10:10:00 GMT"})
    void unreadableDateIsIgnored(String date) {
        assertThat(proofs.correctClock(PDS, date)).isFalse();
    }

    private Object claim(String name) throws Exception {
        return SignedJWT.parse(proofs.proof(key, "GET", URL, null))
                .getPayload()
                .toJSONObject()
                .get(name);
    }

    private Object iat(URI url) throws Exception {
        return SignedJWT.parse(proofs.proof(key, "GET", url, null))
                .getPayload()
                .toJSONObject()
                .get("iat");
    }
}
