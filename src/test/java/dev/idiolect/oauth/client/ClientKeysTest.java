package dev.idiolect.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.idiolect.oauth.store.LogCapture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientKeysTest {

    private static final String CLIENT = "https://app.example.com/client-metadata.json";
    private static final String ISSUER = "https://pds.example.com";
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.700Z");

    private static ECKey key(String kid) throws Exception {
        return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
    }

    private static String set(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(false);
    }

    private static InvalidClientException failure(ThrowingCallable call) {
        InvalidClientException[] thrown = new InvalidClientException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(InvalidClientException.class, e -> thrown[0] = e);
        return thrown[0];
    }

    @Test
    void keyWithABadPointIsNamed() throws Exception {
        Map<String, Object> bad = key("bad").toJSONObject();
        bad.put("y", key("other").getY().toString());
        String set =
                JSONObjectUtils.toJSONString(Map.of("keys", List.of(key("good").toJSONObject(), bad)));
        assertThat(failure(() -> ClientKeys.parse(set)))
                .hasMessageStartingWith(
                        "Invalid client keys: key 2 of 2 (kid bad) has a point (x, y) that is not on its curve")
                .hasMessageNotContaining(String.valueOf(bad.get("d")));
        bad.remove("crv");
        assertThat(failure(() -> ClientKeys.parse(JSONObjectUtils.toJSONString(Map.of("keys", List.of(bad))))))
                .hasMessage("Invalid client keys: key 1 of 1 (kid bad) is not a valid JSON Web Key");
    }

    @Test
    void fileThatOthersCanReadIsWarnedAbout(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("keys.json"), set(key("a")));
        try (LogCapture log = new LogCapture(ClientKeys.class)) {
            for (String safe : List.of("rw-------", "rw-r-----")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(safe));
                ClientKeys.read(file);
            }
            assertThat(log.messages()).isEmpty();
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            ClientKeys.read(file);
            assertThat(log.messages()).singleElement().asString().contains("Run: chmod o= " + file);
        }
    }

    @Test
    void firstKeyIsForNewSessionsAndOthersForOldOnes() throws Exception {
        ClientKeys keys = ClientKeys.parse(set(key("new"), key("old"), key("older")));
        assertThat(keys.currentKeyId()).isEqualTo("new");
        assertThat(keys.byId("old").id()).isEqualTo("old");
        InvalidClientException missing = failure(() -> keys.byId("gone"));
        assertThat(missing.keyId()).contains("gone");
        assertThat(missing).hasMessageContaining("gone").hasMessageContaining("new, old, older");
    }

    @Test
    void publishedKeysHaveNoPrivatePart() throws Exception {
        ECKey first = key("new");
        ECKey second = new ECKey.Builder(key("old")).keyUse(KeyUse.SIGNATURE).build();
        String published = ClientKeys.parse(set(first, second)).jwks();
        assertThat(published)
                .doesNotContain("\"d\"")
                .doesNotContain(first.getD().toString());
        List<JWK> keys = JWKSet.parse(published).getKeys();
        assertThat(keys).extracting(JWK::getKeyID).containsExactly("new", "old");
        assertThat(keys).allSatisfy(key -> {
            assertThat(key.isPrivate()).isFalse();
            assertThat(key.getKeyUse()).isEqualTo(KeyUse.SIGNATURE);
            assertThat(key.getAlgorithm().getName()).isEqualTo("ES256");
        });
        assertThat(keys.get(0).computeThumbprint()).isEqualTo(first.computeThumbprint());
    }

    @Test
    void assertionIsForOneIssuerOneMinuteAndOneAttempt() throws Exception {
        ECKey key = key("new");
        ClientAuthentication authentication = ClientAuthentication.of(ClientKeys.parse(set(key)), CLIENT, "new");
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            Map<String, String> fields = authentication.fields(ISSUER, NOW);
            assertThat(fields)
                    .containsOnlyKeys("client_id", "client_assertion_type", "client_assertion")
                    .containsEntry("client_id", CLIENT)
                    .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            SignedJWT assertion = SignedJWT.parse(fields.get("client_assertion"));
            assertThat(assertion.verify(new ECDSAVerifier(key.toPublicJWK()))).isTrue();
            assertThat(assertion.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
            assertThat(assertion.getHeader().getKeyID()).isEqualTo("new");
            JWTClaimsSet claims = assertion.getJWTClaimsSet();
            assertThat(claims.getClaims().keySet()).containsOnly("iss", "sub", "aud", "jti", "iat", "exp");
            assertThat(claims.getIssuer()).isEqualTo(CLIENT);
            assertThat(claims.getSubject()).isEqualTo(CLIENT);
            assertThat(claims.getAudience()).containsExactly(ISSUER);
            Instant issued = claims.getIssueTime().toInstant();
            assertThat(issued).isBetween(NOW.minusSeconds(30), NOW);
            assertThat(Duration.between(issued, claims.getExpirationTime().toInstant()))
                    .isLessThanOrEqualTo(Duration.ofSeconds(60));
            assertThat(claims.getExpirationTime().toInstant()).isAfter(NOW.plusSeconds(30));
            ids.add(claims.getJWTID());
        }
        assertThat(ids).hasSize(20).allMatch(id -> id.length() >= 22);
    }

    @Test
    void publicClientSendsOnlyItsId() {
        assertThat(ClientAuthentication.of(null, CLIENT, null).fields(ISSUER, NOW))
                .containsExactly(Map.entry("client_id", CLIENT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{\"keys\":{}}",
                "{\"keys\":[]}",
                "{\"keys\":[{}]}",
                "{\"keys\":[{\"kty\":\"EC\",\"d\":\"SECRET\"}]}",
                "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"SECRET\",\"y\":\"SECRET\",\"d\":\"SECRET\",\"kid\":\"a\"}]}",
                "SECRET"
            })
    void invalidKeySetIsRefusedWithoutQuotingIt(String text) {
        InvalidClientException e = failure(() -> ClientKeys.parse(text));
        assertThat(e)
                .hasMessageContaining("client keys")
                .hasMessageNotContaining("SECRET")
                .hasNoCause();
    }

    @Test
    void kidWithInvisibleCharactersIsShownSafely() throws Exception {
        String publicKey = new JWKSet(key("\ufeff\n" + "a".repeat(5_000)).toPublicJWK()).toString();
        assertThat(failure(() -> ClientKeys.parse(publicKey)).getMessage())
                .matches("[\\x20-\\x7e]{1,400}")
                .contains("must be a P-256 private key");
    }

    @Test
    void unusableKeysAreRefusedById() throws Exception {
        ECKey good = key("good");
        ECKey nameless = new ECKeyGenerator(Curve.P_256).generate();
        ECKey other = key("other");
        ECKey torn = new ECKey.Builder(other.getCurve(), other.getX(), other.getY())
                .d(good.getD())
                .keyID("torn")
                .build();
        assertThat(failure(() -> ClientKeys.parse(set(good, nameless)))).hasMessageContaining("key 2 of 2 needs a kid");
        assertThat(failure(() -> ClientKeys.parse(set(good, key(" "))))).hasMessageContaining("key 2 of 2 needs a kid");
        assertThat(failure(() -> ClientKeys.parse(set(good, key("good")))))
                .hasMessageContaining("two keys have the kid good");
        List<JWK> bad = List.of(
                good.toPublicJWK(),
                new ECKeyGenerator(Curve.P_384).keyID("p384").generate(),
                new OctetSequenceKeyGenerator(256).keyID("oct").generate(),
                new ECKey.Builder(other).keyUse(KeyUse.ENCRYPTION).build(),
                torn);
        for (JWK key : bad) {
            InvalidClientException e = failure(() -> ClientKeys.parse(set0(key)));
            assertThat(e.keyId()).contains(key.getKeyID());
            assertThat(e).hasMessageContaining(key.getKeyID());
        }
        assertThat(failure(() -> ClientKeys.parse(set0(torn))).getMessage())
                .doesNotContain(good.getD().toString());
    }

    // toString(false) keeps private parts and writes public keys too.
    private static String set0(JWK key) {
        return "{\"keys\":[" + key.toJSONString() + "]}";
    }

    @Test
    void keysAreReadFromAFile(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("keys.json");
        assertThat(failure(() -> ClientKeys.read(file))).hasMessageContaining(file.toString());
        Files.writeString(file, set(key("one")));
        assertThat(ClientKeys.read(file).currentKeyId()).isEqualTo("one");
        Files.writeString(file, "SECRET");
        assertThat(failure(() -> ClientKeys.read(file)))
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("SECRET");
        Files.write(file, new byte[300_000]);
        assertThat(failure(() -> ClientKeys.read(file))).hasMessageContaining("larger than");
    }

    @Test
    void textsForLogsShowOnlyIds() throws Exception {
        ECKey key = key("new");
        ClientKeys keys = ClientKeys.parse(set(key));
        Stream.of(keys, keys.byId("new"))
                .forEach(value -> assertThat(value.toString())
                        .contains("new")
                        .doesNotContain(key.getD().toString()));
    }
}
