package dev.idiolect.oauth.pds;

import dev.idiolect.oauth.testkit.internal.FakeSecrets;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/**
 * A P-256 key that signs DPoP proofs with only the JDK, independently of the library under test.
 */
public final class DpopKey {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final ECPrivateKey key;
    private final JsonObject publicJwk;

    private DpopKey(ECPrivateKey key, JsonObject publicJwk) {
        this.key = key;
        this.publicJwk = publicJwk;
    }

    /** Creates a key. */
    public static DpopKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            KeyPair pair = generator.generateKeyPair();
            var point = ((ECPublicKey) pair.getPublic()).getW();
            return new DpopKey(
                    (ECPrivateKey) pair.getPrivate(),
                    Jsons.object(
                            "kty", "EC", "crv", "P-256", "x", b64(point.getAffineX()), "y", b64(point.getAffineY())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the key of a session. */
    public static DpopKey of(String privateJwk) {
        JsonObject jwk = Jsons.parse(privateJwk);
        try {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            BigInteger d = new BigInteger(1, Base64.getUrlDecoder().decode(jwk.getString("d")));
            var spec = new ECPrivateKeySpec(d, curve.getParameterSpec(ECParameterSpec.class));
            return new DpopKey(
                    (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(spec),
                    Jsons.object("kty", "EC", "crv", "P-256", "x", jwk.getString("x"), "y", jwk.getString("y")));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Returns the private JWK, in the form of a session. */
    public String privateJwk() {
        return Jsons.object(
                        "kty", "EC",
                        "crv", "P-256",
                        "x", publicJwk.getString("x"),
                        "y", publicJwk.getString("y"),
                        "d", b64(key.getS()))
                .toString();
    }

    /** Returns the public JWK. */
    public JsonObject publicJwk() {
        return publicJwk;
    }

    /** Returns the JWK thumbprint (RFC 7638), the {@code jkt} to which tokens are bound. */
    public String thumbprint() {
        return sha256("{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + publicJwk.getString("x") + "\",\"y\":\""
                + publicJwk.getString("y") + "\"}");
    }

    /** Returns a proof for the authorization server; the nonce may be null. */
    public String proof(String method, String url, String nonce) {
        return proof(method, url, null, nonce);
    }

    /** Returns a proof; access token and nonce may be null. */
    public String proof(String method, String url, String accessToken, String nonce) {
        return sign(header(), claims(method, url, accessToken, nonce));
    }

    /** Returns the header of a valid proof, which a test can change. */
    public JsonObject header() {
        return Jsons.object("typ", "dpop+jwt", "alg", "ES256", "jwk", publicJwk);
    }

    /** Returns the claims of a valid proof, which a test can change. */
    public static JsonObject claims(String method, String url, String accessToken, String nonce) {
        return Jsons.object(
                "jti",
                random(16),
                "htm",
                method,
                "htu",
                url,
                "iat",
                Instant.now().getEpochSecond(),
                "nonce",
                nonce,
                "ath",
                accessToken == null ? null : sha256(accessToken));
    }

    /** Signs any header and claims with ES256. */
    public String sign(JsonObject header, JsonObject claims) {
        String input = b64(header.toString().getBytes(StandardCharsets.UTF_8)) + "."
                + b64(claims.toString().getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + b64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the SHA-256 of a text in UTF-8, in base64url. */
    public static String sha256(String text) {
        return FakeSecrets.sha256(text);
    }

    /** Returns random bytes in base64url. */
    public static String random(int bytes) {
        return FakeSecrets.random(bytes);
    }

    private static String b64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String b64(BigInteger coordinate) {
        byte[] raw = coordinate.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(32, raw.length);
        System.arraycopy(raw, raw.length - length, fixed, 32 - length, length);
        return b64(Arrays.copyOf(fixed, 32));
    }
}
