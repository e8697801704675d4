package dev.idiolect.oauth.pds;

import dev.idiolect.oauth.client.ClientMetadata;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.client.TestClientKeys;
import jakarta.json.JsonObject;
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

    private final JsonObject key = TestClientKeys.jwk(KEY_ID, DpopKey.generate());
    private final OAuthClient client = OAuthClient.builder(CLIENT_ID)
            .redirectUri(REDIRECT_URI)
            .keys(TestClientKeys.of(key))
            .build();
    private final ClientSite site = ClientSite.start(ORIGIN);

    private TestClient() {
        site.put("/client-metadata.json", ClientMetadata.of(client).json());
    }

    /** Starts serving the client's metadata. */
    public static TestClient start() {
        return new TestClient();
    }

    /** Returns the environment for {@link RealPds}. */
    public Map<String, String> env() {
        return site.env();
    }

    /** Returns the client in the form of the library. */
    public OAuthClient client() {
        return client;
    }

    /** Returns the private JWK that authenticates the client; its {@code kid} is {@link #KEY_ID}. */
    public String privateJwk() {
        return key.toString();
    }

    @Override
    public void close() {
        site.close();
    }
}
