package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.internal.http.SafeText;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.adapter.JsonbAdapter;
import jakarta.json.spi.JsonProvider;

/** Converts objects of the application to JSON and back with JSON-B, whatever the application uses elsewhere. */
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
        if (type.isInstance(json)) {
            return type.cast(json);
        }
        try {
            return jsonb().fromJson(json.toString(), type);
        } catch (JsonbException e) {
            // No cause: its message contains the other account's text, of any length and with any characters.
            throw new JsonbException("Cannot convert the JSON to " + type.getName() + ": "
                    + SafeText.text(String.valueOf(e.getMessage())));
        }
    }

    static Jsonb jsonb() {
        return Holder.JSONB;
    }

    /** Looked up once, because a lookup searches the whole class path. */
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
                // The annotation on BlobRef has no effect inside maps.
                return JsonbBuilder.create(new JsonbConfig().withAdapters(TimeAdapters.with(new BlobRefAdapter())));
            } catch (JsonbException e) {
                throw new IllegalStateException(
                        "No JSON-B provider found. Jakarta EE and MicroProfile runtimes include one; elsewhere, add"
                                + " org.eclipse:yasson",
                        e);
            }
        }
    }

    /** JSON-B form of {@link BlobRef}. Public, because JSON-B creates it by reflection. */
    public static final class BlobRefAdapter implements JsonbAdapter<BlobRef, JsonObject> {

        public BlobRefAdapter() {}

        @Override
        public JsonObject adaptToJson(BlobRef blob) {
            return blob.toJson();
        }

        @Override
        public BlobRef adaptFromJson(JsonObject json) {
            return BlobRef.of(json);
        }
    }

    /** JSON-B form of {@link CreateRecord}. Public, because JSON-B creates it by reflection. */
    public static final class CreateRecordAdapter implements JsonbAdapter<CreateRecord, JsonObject> {

        public CreateRecordAdapter() {}

        @Override
        public JsonObject adaptToJson(CreateRecord request) {
            return request.toJson();
        }

        @Override
        public CreateRecord adaptFromJson(JsonObject json) {
            return CreateRecord.of(json);
        }
    }

    /** JSON-B form of {@link PutRecord}. Public, because JSON-B creates it by reflection. */
    public static final class PutRecordAdapter implements JsonbAdapter<PutRecord, JsonObject> {

        public PutRecordAdapter() {}

        @Override
        public JsonObject adaptToJson(PutRecord request) {
            return request.toJson();
        }

        @Override
        public PutRecord adaptFromJson(JsonObject json) {
            return PutRecord.of(json);
        }
    }
}
