package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a written record, as the lexicon {@code com.atproto.repo.strongRef}, with the result of the write.
 *
 * @param uri the {@code at://} URI of the record
 * @param cid the CID of the version
 * @param commit the commit; null if the server reports none
 * @param validationStatus {@code valid} or {@code unknown}; null if the server reports none
 */
public record RecordRef(
        String uri,
        String cid,
        @Nullable Commit commit,
        @Nullable String validationStatus) implements RepoResult {

    /**
     * Returns the record key.
     *
     * @return the last part of {@link #uri()}
     * @throws IllegalArgumentException if the URI is not that of a record
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
