package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.JsonbException;
import jakarta.json.spi.JsonProvider;

/** Turns the application's own types into JSON and back, with JSON-B whatever the application uses elsewhere. */
final class JsonMapping {

    private JsonMapping() {}

    static JsonValue toJson(Object value) {
        if (value instanceof JsonValue json) {
            return json;
        }
        if (value instanceof BlobRef blob) {
            return blob.toJson();
        }
        return jsonb().fromJson(jsonb().toJson(value), JsonValue.class);
    }

    static <T> T fromJson(JsonValue json, Class<T> type) {
        return type.isInstance(json) ? type.cast(json) : jsonb().fromJson(json.toString(), type);
    }

    static Jsonb jsonb() {
        return Holder.JSONB;
    }

    /** Looked up once: a look-up searches the whole class path. */
    static JsonProvider provider() {
        return Provider.JSON;
    }

    private static final class Provider {
        static final JsonProvider JSON = JsonProvider.provider();
    }

    private static final class Holder {

        static final Jsonb JSONB = create();

        private static Jsonb create() {
            try {
                // The type's own annotation does not reach into maps.
                return JsonbBuilder.create(new JsonbConfig().withAdapters(new BlobRefAdapter()));
            } catch (JsonbException e) {
                throw new IllegalStateException(
                        "No JSON-B provider found. Jakarta EE and MicroProfile runtimes include one; elsewhere, add"
                                + " org.eclipse:yasson",
                        e);
            }
        }
    }
}
