package dev.idiolect.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Secrets in each form in which a user can put one in the wrong place. */
public final class SecretValues {

    private static final ECKey KEY = key();
    private static final String PRIVATE_PART = KEY.getD().toString();
    private static final String BODY = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg" + PRIVATE_PART;
    private static final String PASSWORD = "hunter2hunter2";

    private SecretValues() {}

    /** Returns the values, each with the part that no message may contain. */
    public static Map<String, String> all() {
        String jwk = KEY.toJSONString();
        Map<String, String> all = new HashMap<>(keysAndTokens(jwk));
        all.putAll(passwords());
        return all;
    }

    private static Map<String, String> passwords() {
        return Map.of(
                "https://alice:" + PASSWORD + "@app.example.com/x",
                PASSWORD,
                "https://alice:x/" + PASSWORD + "@app.example.com/x",
                PASSWORD,
                "alice:" + PASSWORD + "@app.example.com",
                PASSWORD,
                "jdbc:postgresql://app:" + PASSWORD + "/x@db.example.com/app",
                PASSWORD,
                "jdbc:oracle:thin:app/" + PASSWORD + "@//db.example.com/app",
                PASSWORD,
                "jdbc:postgresql://db.example.com/app?user=app&password=" + PASSWORD,
                PASSWORD,
                "jdbc:postgresql://db.example.com/app?sslPassword=" + PASSWORD + "&ssl=true",
                PASSWORD,
                "abcd-efgh-ijkl-mnop",
                "abcd-efgh-ijkl-mnop");
    }

    private static Map<String, String> keysAndTokens(String jwk) {
        return Map.of(
                jwk,
                PRIVATE_PART,
                "{\"keys\":[" + jwk + "]}",
                PRIVATE_PART,
                jwk.replace("\"", "\\\""),
                PRIVATE_PART,
                PRIVATE_PART,
                PRIVATE_PART,
                "-----BEGIN PRIVATE KEY-----\n" + BODY + "\n-----END PRIVATE KEY-----",
                PRIVATE_PART,
                "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0." + PRIVATE_PART,
                "eyJhbGciOiJFUzI1NiJ9");
    }

    /** Returns ordinary values, which messages must repeat. */
    public static List<String> ordinary() {
        return List.of(
                "sqlit",
                "/var/lib/app/sessions",
                "https://app.example.com/oauth/client-metadata.json",
                "http://127.0.0.1:8080/callback",
                "did:plc:ewvi7nxzyoun6zhxrhs64oiz",
                "did:web:localhost%3A3000",
                "atproto repo:app.bsky.feed.post?action=create",
                "123e4567-e89b-12d3-a456-426614174000",
                "abcd-efgh-ijkl-mnop.example.com",
                "at://alice@example.com",
                "{\"name\":\"value\"}");
    }

    private static ECKey key() {
        try {
            ECKey key;
            do {
                key = new ECKeyGenerator(Curve.P_256).keyID("first").generate();
            } while (!key.getD().toString().matches("[A-Za-z0-9]+"));
            return key;
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
