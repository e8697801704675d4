package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What came of one of several writes.
 *
 * @param type {@code com.atproto.repo.applyWrites#createResult}, {@code #updateResult} or {@code #deleteResult}
 * @param uri the record's {@code at://} URI; null for a deletion
 * @param cid its version; null for a deletion
 * @param validationStatus {@code valid}, {@code unknown} or null
 */
public record WriteResult(
        String type,
        @Nullable String uri,
        @Nullable String cid,
        @Nullable String validationStatus) {

    static WriteResult of(JsonObject json) {
        return new WriteResult(
                JsonMembers.required(json, "$type"),
                JsonMembers.optional(json, "uri"),
                JsonMembers.optional(json, "cid"),
                JsonMembers.optional(json, "validationStatus"));
    }
}
