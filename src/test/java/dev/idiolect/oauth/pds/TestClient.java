package dev.idiolect.oauth.pds;

import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A confidential client with an https client id, whose metadata is served on loopback. Start it first and the PDS with
 * {@link #env()}, so that the PDS fetches the metadata from here.
 */
public final class TestClient implements AutoCloseable {

    public static final String ORIGIN = "https://app.example.com";
    public static final String CLIENT_ID = ORIGIN + "/client-metadata.json";
    public static final String REDIRECT_URI = ORIGIN + "/callback";
    public static final String KEY_ID = "key-1";

    private final DpopKey key = DpopKey.generate();
    private final MiniHttp server;

    private TestClient() {
        server = new MiniHttp(
                Clock.systemUTC(),
                request -> request.path().equals("/client-metadata.json")
                        ? FakeAnswer.json(200, metadata())
                        : FakeAnswer.text(404, "text/plain", "Not Found"));
    }

    /** Starts serving the client's metadata. */
    public static TestClient start() {
        TestClient client = new TestClient();
        client.server.start();
        return client;
    }

    /** What to start a {@link RealPds} with. */
    public Map<String, String> env() {
        return Map.of(RealPds.ORIGIN_MAP, Jsons.object(ORIGIN, server.origin()).toString());
    }

    /** The key that authenticates the client; its {@code kid} is {@link #KEY_ID}. */
    public DpopKey key() {
        return key;
    }

    /** The private key as a JWK, with its {@code kid} and {@code alg}. */
    public String privateJwk() {
        JsonObject jwk = Jsons.parse(key.privateJwk());
        return Jsons.object(
                        "kty",
                        "EC",
                        "crv",
                        "P-256",
                        "x",
                        jwk.get("x"),
                        "y",
                        jwk.get("y"),
                        "d",
                        jwk.get("d"),
                        "kid",
                        KEY_ID,
                        "alg",
                        "ES256")
                .toString();
    }

    /** Form fields that authenticate the client at an authorization server, once. */
    public Map<String, String> authentication(String issuer) {
        JsonObject claims = Jsons.object(
                "iss", CLIENT_ID,
                "sub", CLIENT_ID,
                "aud", issuer,
                "jti", DpopKey.random(16),
                "iat", Instant.now().getEpochSecond());
        JsonObject header = Jsons.object("alg", "ES256", "typ", "JWT", "kid", KEY_ID);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("client_id", CLIENT_ID);
        fields.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        fields.put("client_assertion", key.sign(header, claims));
        return fields;
    }

    private JsonObject metadata() {
        JsonObject jwk = Jsons.object(
                "kty", "EC",
                "crv", "P-256",
                "x", key.publicJwk().get("x"),
                "y", key.publicJwk().get("y"),
                "kid", KEY_ID,
                "alg", "ES256",
                "use", "sig");
        return Jsons.object(
                "client_id",
                CLIENT_ID,
                "client_name",
                "Test",
                "client_uri",
                ORIGIN,
                "application_type",
                "web",
                "grant_types",
                List.of("authorization_code", "refresh_token"),
                "response_types",
                List.of("code"),
                "redirect_uris",
                List.of(REDIRECT_URI),
                "scope",
                PdsLogin.SCOPE,
                "dpop_bound_access_tokens",
                true,
                "token_endpoint_auth_method",
                "private_key_jwt",
                "token_endpoint_auth_signing_alg",
                "ES256",
                "jwks",
                Jsons.object("keys", List.of(jwk)));
    }

    @Override
    public void close() {
        server.close();
    }
}
