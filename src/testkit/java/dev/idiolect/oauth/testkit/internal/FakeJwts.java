package dev.idiolect.oauth.testkit.internal;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The JSON Web Tokens of legacy sessions, in the form of the real PDS, signed with a key of one fake. */
final class FakeJwts {

    private final SecretKeySpec key;

    FakeJwts() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        key = new SecretKeySpec(secret, "HmacSHA256");
    }

    /** Returns an access token. Unlike a real one it has a {@code jti}, because the fake needs unique tokens. */
    String access(String did, Instant now, Duration lifetime) {
        return sign("at+jwt", claims("com.atproto.appPass", did, now, lifetime));
    }

    /** Returns a refresh token. */
    String refresh(String did, Instant now, Duration lifetime) {
        return sign("refresh+jwt", claims("com.atproto.refresh", did, now, lifetime));
    }

    private static JsonObject claims(String scope, String did, Instant now, Duration lifetime) {
        return Jsons.object(
                "scope",
                scope,
                "sub",
                did,
                "aud",
                "did:web:localhost",
                "jti",
                FakeSecrets.random(16),
                "iat",
                now.getEpochSecond(),
                "exp",
                now.plus(lifetime).getEpochSecond());
    }

    private String sign(String type, JsonObject claims) {
        String input = b64(Jsons.object("typ", type, "alg", "HS256").toString()) + "." + b64(claims.toString());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return input + "." + b64(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String b64(String text) {
        return b64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String b64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
