package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The result of one write of {@link ApplyWrites}.
 *
 * @param type {@code com.atproto.repo.applyWrites#createResult}, {@code #updateResult} or {@code #deleteResult}
 * @param uri the {@code at://} URI of the record; null for a deletion
 * @param cid the CID of the version; null for a deletion
 * @param validationStatus {@code valid} or {@code unknown}; null if the server reports none
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
