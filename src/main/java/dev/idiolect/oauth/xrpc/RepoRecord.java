package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import jakarta.json.bind.JsonbException;
import org.jspecify.annotations.Nullable;

/**
 * A record as it is stored.
 *
 * @param uri its {@code at://} URI
 * @param cid its version; null if the server doesn't say
 * @param value the record itself
 */
public record RepoRecord(String uri, @Nullable String cid, JsonObject value) {

    /**
     * Returns the record as a type of the application's, read by JSON-B.
     *
     * @param <T> the type
     * @param type the type
     * @return the record
     * @throws JsonbException if the record doesn't fit
     */
    public <T> T as(Class<T> type) {
        return JsonMapping.fromJson(value, type);
    }

    /**
     * Returns the record's key.
     *
     * @return the last part of {@link #uri()}
     * @throws IllegalArgumentException if the server's URI is none of a record
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
