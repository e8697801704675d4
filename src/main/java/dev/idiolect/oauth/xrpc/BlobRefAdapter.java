package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import jakarta.json.bind.adapter.JsonbAdapter;

/** Writes and reads {@link BlobRef} for JSON-B, which needs it to be public. */
public final class BlobRefAdapter implements JsonbAdapter<BlobRef, JsonObject> {

    /** Creates an adapter. */
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
