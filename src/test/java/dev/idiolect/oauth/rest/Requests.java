package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;

/** Bodies of requests. */
public final class Requests {

    static final String COLLECTION = "dev.idiolect.test.note";

    private Requests() {}

    public static JsonObject note(String did) {
        return Jsons.object("repo", did, "collection", COLLECTION, "record", Jsons.object("text", "hello"));
    }
}
