package dev.idiolect.oauth.client;

import dev.idiolect.oauth.pds.DpopKey;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Arrays;

/** Client keys for tests. */
public final class TestClientKeys {

    private TestClientKeys() {}

    public static JsonObject jwk(String kid, DpopKey key) {
        return Json.createObjectBuilder(Jsons.parse(key.privateJwk()))
                .add("kid", kid)
                .build();
    }

    public static ClientKeys of(JsonObject... keys) {
        return ClientKeys.parse(Jsons.object("keys", Arrays.asList(keys)).toString());
    }

    public static ClientKeys generate(String kid) {
        return of(jwk(kid, DpopKey.generate()));
    }
}
