package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import jakarta.json.bind.JsonbException;
import org.jspecify.annotations.Nullable;

/**
 * A stored record.
 *
 * @param uri the {@code at://} URI of the record
 * @param cid the CID of the version; null if the server reports none
 * @param value the content
 */
public record RepoRecord(String uri, @Nullable String cid, JsonObject value) implements RepoResult {

    /**
     * Converts the content with JSON-B.
     *
     * @param <T> the type
     * @param type the type
     * @return the content
     * @throws JsonbException if the content does not match the type
     */
    public <T> T as(Class<T> type) {
        return JsonMapping.fromJson(value, type);
    }

    /**
     * Returns the record key.
     *
     * @return the last part of {@link #uri()}
     * @throws IllegalArgumentException if the URI is not that of a record
     */
    public String rkey() {
        return AtUri.parse(uri).rkey();
    }

    static RepoRecord of(JsonObject json) {
        return new RepoRecord(
                JsonMembers.required(json, "uri"),
                JsonMembers.optional(json, "cid"),
                JsonMembers.object(json, "value"));
    }
}
