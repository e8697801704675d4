package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Where a record went.
 *
 * @param uri the record's {@code at://} URI
 * @param cid its version
 * @param commit the commit; null if the server names none
 * @param validationStatus {@code valid}, {@code unknown} or null
 */
public record RecordRef(
        String uri,
        String cid,
        @Nullable Commit commit,
        @Nullable String validationStatus) {

    /**
     * Returns the record's key.
     *
     * @return the last part of {@link #uri()}
     * @throws IllegalArgumentException if the server's URI is none of a record
     */
    public String rkey() {
        return AtUri.parse(uri).rkey();
    }

    static RecordRef of(JsonObject json) {
        return new RecordRef(
                JsonMembers.required(json, "uri"),
                JsonMembers.required(json, "cid"),
                Commit.in(json),
                JsonMembers.optional(json, "validationStatus"));
    }
}
