package dev.idiolect.oauth.load;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/** Metadata with long URLs, long lists and unknown members, within the limits of the library. */
final class LargeMetadata {

    private static final int URL = 2_000;
    private static final int ELEMENTS = 200;
    private static final int UNKNOWN = 50_000;

    private LargeMetadata() {}

    static JsonObject of(JsonObject metadata) {
        JsonObjectBuilder large = Json.createObjectBuilder(metadata);
        for (String name : List.of("token_endpoint", "revocation_endpoint", "authorization_endpoint")) {
            String url = metadata.getString(name);
            large.add(name, url + "?" + "x".repeat(URL - url.length() - 1));
        }
        JsonArrayBuilder scopes = Json.createArrayBuilder(metadata.getJsonArray("scopes_supported"));
        for (int i = 0; i < ELEMENTS; i++) {
            scopes.add("scope" + i + "x".repeat(90));
        }
        return large.add("scopes_supported", scopes)
                .add("unknown", "x".repeat(UNKNOWN))
                .build();
    }
}
