package dev.idiolect.oauth.login;

import dev.idiolect.oauth.pds.DpopKey;
import dev.idiolect.oauth.pds.Jsons;
import dev.idiolect.oauth.refresh.ClientKeys;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Arrays;

/** Client keys for tests. */
final class Keys {

    private Keys() {}

    static JsonObject jwk(String kid, DpopKey key) {
        return Json.createObjectBuilder(Jsons.parse(key.privateJwk()))
                .add("kid", kid)
                .build();
    }

    static ClientKeys of(JsonObject... keys) {
        return ClientKeys.parse(Jsons.object("keys", Arrays.asList(keys)).toString());
    }

    static ClientKeys generate(String kid) {
        return of(jwk(kid, DpopKey.generate()));
    }
}
