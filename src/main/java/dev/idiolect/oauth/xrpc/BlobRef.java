package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.ws.rs.ProcessingException;

/**
 * A reference to a blob in a record. JSON-B writes it in the form of the data model, with {@code $type}, {@code ref},
 * {@code mimeType} and {@code size}. In a {@link JsonObject}, use {@link #toJson()}.
 *
 * @param cid the CID of the blob
 * @param mimeType the media type
 * @param size the length in bytes
 * @see <a href="https://atproto.com/specs/data-model#blob-type">AT Protocol: blob type</a>
 */
@JsonbTypeAdapter(JsonMapping.BlobRefAdapter.class)
public record BlobRef(String cid, String mimeType, long size) {

    /**
     * Reads a reference from its JSON form.
     *
     * @param json an object in the form of {@link #toJson()}
     * @return the reference
     * @throws ProcessingException if the object has another form
     */
    public static BlobRef of(JsonObject json) {
        return new BlobRef(
                JsonMembers.required(JsonMembers.object(json, "ref"), "$link"),
                JsonMembers.required(json, "mimeType"),
                JsonMembers.number(json, "size"));
    }

    /**
     * Returns the JSON form, as a member of a record.
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
