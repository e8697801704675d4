package dev.idiolect.oauth.seal.internal;

import static dev.idiolect.oauth.seal.internal.Content.PENDING_LOGIN;
import static dev.idiolect.oauth.seal.internal.Content.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealerTest {

    private static final String ALICE = "did:plc:alice";
    private static final String TEXT = "{\"did\":\"did:plc:alice\",\"accessJwt\":\"s3cret \u00e4\ud83d\ude00\"}";

    private final Sealer sealer = TestKeys.sealer(TestKeys.source("one"));

    private static SealException failure(Sealer sealer, Content content, String owner, String stored) {
        return catchThrowableOfType(SealException.class, () -> sealer.open(content, owner, stored));
    }

    private String decodedHeader(String sealed) {
        return new String(
                Base64.getUrlDecoder().decode(sealed.substring(0, sealed.indexOf('.'))), StandardCharsets.UTF_8);
    }

    @Test
    void sealedTextIsOpenedAndShowsNothing() throws Exception {
        String sealed = sealer.seal(SESSION, ALICE, TEXT);
        assertThat(sealed).matches("eyJ[A-Za-z0-9_-]+\\.\\.[A-Za-z0-9_-]{16}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{22}");
        assertThat(decodedHeader(sealed))
                .contains("\"alg\":\"dir\"", "\"enc\":\"A256GCM\"", "\"kid\":\"one\"")
                .contains("\"cty\":\"idiolect-session\"", "\"sub\":\"did:plc:alice\"");
        assertThat(sealer.open(SESSION, ALICE, sealed)).isEqualTo(TEXT);
        assertThat(sealer.open(SESSION, null, sealed)).isEqualTo(TEXT);
    }

    @Test
    void equalTextsAreSealedDifferently() {
        Set<String> ivs = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            ivs.add(sealer.seal(SESSION, ALICE, TEXT).split("\\.")[2]);
        }
        assertThat(ivs).hasSize(1000);
    }

    @Test
    void everyFlippedBitIsRefused() {
        String sealed = sealer.seal(SESSION, ALICE, TEXT);
        byte[] bytes = sealed.getBytes(StandardCharsets.ISO_8859_1);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            String changed = new String(bytes, StandardCharsets.ISO_8859_1);
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            if (SESSION.isSealed(changed)) {
                assertThat(failure(sealer, SESSION, ALICE, changed)).as(changed).isNotNull();
            } else {
                // The reader of sessions refuses it: it does not begin with a brace.
                assertThat(bit).isLessThan(24);
                assertThat(changed).doesNotStartWith("{");
            }
            assertThat(failure(sealer, PENDING_LOGIN, ALICE, changed)).isNotNull();
        }
    }

    @Test
    void truncatedTextIsRefused() {
        String sealed = sealer.seal(SESSION, ALICE, TEXT);
        for (int length = 3; length < sealed.length(); length++) {
            assertThat(failure(sealer, SESSION, ALICE, sealed.substring(0, length)))
                    .isNotNull();
        }
    }

    @Test
    void insertedCharacterIsRefused() {
        String sealed = sealer.seal(SESSION, ALICE, TEXT);
        // A line break at the end is accepted.
        for (int at = 3; at < sealed.length(); at++) {
            for (String character : List.of("?", "\n", "=", "+", "/", "-", "\u00e9", "A")) {
                String changed = sealed.substring(0, at) + character + sealed.substring(at);
                assertThat(failure(sealer, SESSION, ALICE, changed)).as(changed).isNotNull();
            }
        }
    }

    @Test
    void textOfAnotherAccountIsRefused() {
        String sealed = sealer.seal(SESSION, "did:plc:mallory", TEXT);
        assertThat(failure(sealer, SESSION, ALICE, sealed))
                .hasMessageStartingWith("it belongs to did:plc:mallory instead of did:plc:alice: it was copied from")
                .hasMessageContaining("restore it from a backup");
    }

    @Test
    void pendingLoginIsNotReadAsASession() {
        String sealed = sealer.seal(PENDING_LOGIN, ALICE, TEXT);
        assertThat(failure(sealer, SESSION, ALICE, sealed))
                .hasMessageContaining("its content is idiolect-pending-login instead of idiolect-session");
        assertThat(failure(sealer, PENDING_LOGIN, ALICE, sealer.seal(SESSION, ALICE, TEXT)))
                .hasMessageContaining("its content is idiolect-session instead of idiolect-pending-login");
    }

    @Test
    void missingKeyIsNamed() {
        String sealed = TestKeys.sealer(TestKeys.source("old")).seal(SESSION, ALICE, TEXT);
        SealException missing = failure(TestKeys.sealer(TestKeys.source("one", "two")), SESSION, ALICE, sealed);
        assertThat(missing)
                .hasMessage("it is encrypted with the key old, but the encryption keys are one, two: add that key"
                        + " again");
        assertThat(missing.missingKeyId()).contains("old");
        assertThat(missing.isTransient()).isFalse();
        SealException none = failure(Sealer.PLAIN, SESSION, ALICE, sealed);
        assertThat(none).hasMessage("it is encrypted with the key old: give the store its encryption keys");
        assertThat(none.missingKeyId()).contains("old");
    }

    @Test
    void otherKeyWithTheSameIdIsRefused() {
        String sealed = TestKeys.sealer(() ->
                        "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"one\",\"k\":\"" + TestKeys.secret("other") + "\"}]}")
                .seal(SESSION, ALICE, TEXT);
        SealException changed = failure(sealer, SESSION, ALICE, sealed);
        assertThat(changed)
                .hasMessageStartingWith("it cannot be decrypted with the key one: it was changed, or another key")
                .hasNoCause();
        assertThat(changed.missingKeyId()).isEmpty();
    }

    @Test
    void firstKeySealsAndAllKeysOpen() throws Exception {
        String old = sealer.seal(SESSION, ALICE, TEXT);
        Sealer rotated = TestKeys.sealer(TestKeys.source("two", "one"));
        assertThat(rotated.open(SESSION, ALICE, old)).isEqualTo(TEXT);
        assertThat(rotated.isCurrent(SESSION, old)).isFalse();
        String current = rotated.seal(SESSION, ALICE, TEXT);
        assertThat(decodedHeader(current)).contains("\"kid\":\"two\"");
        assertThat(rotated.isCurrent(SESSION, current)).isTrue();
        assertThat(rotated.isCurrent(SESSION, TEXT)).isFalse();
        assertThat(Sealer.PLAIN.isCurrent(SESSION, TEXT)).isTrue();
        assertThat(Sealer.PLAIN.isCurrent(SESSION, current)).isFalse();
    }

    @Test
    void plainTextIsRead() throws Exception {
        assertThat(sealer.open(SESSION, ALICE, TEXT)).isEqualTo(TEXT);
        assertThat(sealer.open(PENDING_LOGIN, "key", TEXT)).isEqualTo(TEXT);
        assertThat(Sealer.PLAIN.open(PENDING_LOGIN, "key", "eyJany.text")).isEqualTo("eyJany.text");
        assertThat(Sealer.PLAIN.seal(SESSION, ALICE, TEXT)).isEqualTo(TEXT);
        assertThat(failure(sealer, PENDING_LOGIN, "key", "some text"))
                .hasMessage("it is neither encrypted nor a JSON object");
    }

    private static String jwe(JWEHeader.Builder header, JWEEncrypter encrypter, String text) throws Exception {
        JWEObject jwe = new JWEObject(
                header.keyID("one")
                        .contentType("idiolect-session")
                        .subject(ALICE)
                        .build(),
                new Payload(text));
        jwe.encrypt(encrypter);
        return jwe.serialize();
    }

    @ParameterizedTest
    @ValueSource(strings = {ALICE, "quote\"", "back\\slash", "line\n", "\u00e4\ud83d\ude00", "\u007f", "{}"})
    void nimbusDecryptsTheJwe(String owner) throws Exception {
        JWEObject jwe = JWEObject.parse(sealer.seal(SESSION, owner, TEXT, "clear " + owner));
        jwe.decrypt(new DirectDecrypter(Base64.getUrlDecoder().decode(TestKeys.secret("one"))));
        assertThat(jwe.getPayload()).hasToString(TEXT);
        assertThat(jwe.getHeader().toJSONObject())
                .containsOnly(
                        Map.entry("alg", "dir"),
                        Map.entry("enc", "A256GCM"),
                        Map.entry("kid", "one"),
                        Map.entry("cty", "idiolect-session"),
                        Map.entry("sub", owner),
                        Map.entry("idiolect", "clear " + owner));
    }

    @ParameterizedTest
    @ValueSource(strings = {ALICE, "quote\"", "back\\slash", "line\n", "\u00e4\ud83d\ude00", "\u007f", "{}"})
    void ownerAndClearTextAreReadBack(String owner) throws Exception {
        String sealed = sealer.seal(SESSION, owner, TEXT, "clear " + owner);
        assertThat(sealer.open(SESSION, owner, sealed)).isEqualTo(TEXT);
        assertThat(Sealer.clearText(SESSION, owner, sealed)).isEqualTo("clear " + owner);
        assertThat(failure(sealer, SESSION, owner + "x", sealed)).hasMessageContaining("it belongs to");
        assertThat(Sealer.clearText(SESSION, owner, sealer.seal(SESSION, owner, TEXT)))
                .isEmpty();
    }

    @Test
    void jweOfNimbusIsDecrypted() throws Exception {
        byte[] key = Base64.getUrlDecoder().decode(TestKeys.secret("one"));
        String sealed = jwe(
                new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM).customParam("idiolect", "clear"),
                new DirectEncrypter(key),
                TEXT);
        assertThat(sealer.open(SESSION, ALICE, sealed + "\n")).isEqualTo(TEXT);
        assertThat(Sealer.clearText(SESSION, ALICE, sealed)).isEqualTo("clear");
        assertThat(sealer.isCurrent(SESSION, sealed)).isTrue();
    }

    @Test
    void textOfManyDotsIsRejected() {
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        String dots = "eyJ" + ".".repeat(1_000_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(failure(sealer, SESSION, ALICE, dots)).hasMessageContaining("it is not a valid JWE");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000_000);
    }

    @Test
    void movedBorderBetweenCiphertextAndTagIsRefused() {
        String[] parts = sealer.seal(SESSION, ALICE, TEXT).split("\\.");
        byte[] encrypted = Base64.getUrlDecoder().decode(parts[3]);
        byte[] tag = Base64.getUrlDecoder().decode(parts[4]);
        byte[] moved = Arrays.copyOf(encrypted, encrypted.length + 3);
        System.arraycopy(tag, 0, moved, encrypted.length, 3);
        parts[3] = Base64.getUrlEncoder().withoutPadding().encodeToString(moved);
        parts[4] = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(tag, 3, tag.length));
        assertThat(failure(sealer, SESSION, ALICE, String.join(".", parts))).hasMessageContaining("it was changed");
        parts[1] = "AAAA";
        assertThat(failure(sealer, SESSION, ALICE, String.join(".", parts))).hasMessageContaining("it was changed");
    }

    @Test
    void otherAlgorithmsAreRefused() throws Exception {
        byte[] key = Base64.getUrlDecoder().decode(TestKeys.secret("one"));
        String wrapped =
                jwe(new JWEHeader.Builder(JWEAlgorithm.A256KW, EncryptionMethod.A256GCM), new AESEncrypter(key), TEXT);
        assertThat(failure(sealer, SESSION, ALICE, wrapped))
                .hasMessageStartingWith("its alg is A256KW instead of dir: read it with the version or program");
        String cbc = jwe(
                new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A128CBC_HS256),
                new DirectEncrypter(key),
                TEXT);
        assertThat(failure(sealer, SESSION, ALICE, cbc)).hasMessageStartingWith("its enc is A128CBC-HS256 instead of");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\",\"enc\":\"A256GCM\",\"kid\":\"one\"}",
                "{\"alg\":\"x\",\"enc\":\"y\",\"kid\":\"one\"}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\"}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"kid\":7}",
                "{\"alg\":\"dir\",\"kid\":\"one\"}",
                "{\"enc\":\"A256GCM\",\"kid\":\"one\"}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"kid\":\"one\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"kid\":\"one\",\"zip\":\"GZIP\"}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"kid\":\"one\""
            })
    void oddHeaderIsRefused(String header) {
        String[] parts = sealer.seal(SESSION, ALICE, TEXT).split("\\.");
        parts[0] = Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8));
        assertThat(failure(sealer, SESSION, ALICE, String.join(".", parts))).isNotNull();
    }

    @Test
    void decompressionBombIsRefusedUnopened() throws Exception {
        byte[] key = Base64.getUrlDecoder().decode(TestKeys.secret("one"));
        // Nimbus itself stops at 250,000 compressed bytes, which can become 250 MB.
        String bomb = jwe(
                new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                        .compressionAlgorithm(CompressionAlgorithm.DEF),
                new DirectEncrypter(key),
                "x".repeat(50_000_000));
        assertThat(bomb).hasSizeLessThan(100_000);
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(failure(sealer, SESSION, ALICE, bomb))
                .hasMessageStartingWith("it is compressed (zip DEF), but this library never compresses");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(5_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"keys\":[]}",
                "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2Vj\"}]}",
                "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"c2VjcmV0c2VjcmV0\"}]}",
                "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"use\":\"sig\",\"k\":\"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2Vj\"}]}",
                "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"alg\":\"HS256\",\"k\":\"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2Vj\"}]}"
            })
    void invalidKeysAreRefused(String jwks) {
        assertThatThrownBy(() -> Sealer.of(() -> jwks))
                .isInstanceOf(SealException.class)
                .hasMessageContaining("encryption key")
                .hasMessageNotContaining("c2VjcmV0")
                .hasNoCause();
    }

    @Test
    void twoKeysWithOneIdAreRefused() {
        assertThatThrownBy(() -> Sealer.of(TestKeys.source("one", "one")))
                .hasMessage("two encryption keys have the kid one");
    }
}
