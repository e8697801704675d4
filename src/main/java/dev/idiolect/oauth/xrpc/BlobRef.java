package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.ws.rs.ProcessingException;

/**
 * A blob, as a record refers to it: a member of this type is written by JSON-B as the data model asks for it, with
 * {@code $type}, {@code ref}, {@code mimeType} and {@code size}. In a {@link JsonObject} put {@link #toJson()}.
 *
 * @param cid the blob's CID
 * @param mimeType its type
 * @param size its length in bytes
 * @see <a href="https://atproto.com/specs/data-model#blob-type">AT Protocol: blob type</a>
 */
@JsonbTypeAdapter(BlobRefAdapter.class)
public record BlobRef(String cid, String mimeType, long size) {

    /**
     * Returns the blob that a record refers to.
     *
     * @param json a value in the form of {@link #toJson()}
     * @return the blob
     * @throws ProcessingException if it is no such value
     */
    public static BlobRef of(JsonObject json) {
        return new BlobRef(
                JsonMembers.required(JsonMembers.object(json, "ref"), "$link"),
                JsonMembers.required(json, "mimeType"),
                JsonMembers.number(json, "size"));
    }

    /**
     * Returns what a record holds.
     *
     * @return the JSON form
     */
    public JsonObject toJson() {
        return new JsonMembers()
                .add("$type", "blob")
                .addValue("ref", new JsonMembers().add("$link", cid).build())
                .add("mimeType", mimeType)
                .add("size", size)
                .build();
    }
}
