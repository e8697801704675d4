package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a written record, as the lexicon {@code com.atproto.repo.strongRef}, with the result of the write.
 * A server may accept a write without reporting anything about it.
 *
 * @param uri the {@code at://} URI of the record; null if the server reports none
 * @param cid the CID of the version; null if the server reports none
 * @param commit the commit; null if the server reports none
 * @param validationStatus {@code valid} or {@code unknown}; null if the server reports none
 */
public record RecordRef(
        @Nullable String uri,
        @Nullable String cid,
        @Nullable Commit commit,
        @Nullable String validationStatus) implements RepoResult {

    /**
     * Returns the record key.
     *
     * @return the last part of {@link #uri()}
     * @throws IllegalStateException if the server reports no URI
     * @throws IllegalArgumentException if the URI is not that of a record
     */
    public String rkey() {
        if (uri == null) {
            throw new IllegalStateException("The server accepted the record without reporting its URI");
        }
        return AtUri.parse(uri).rkey();
    }

    static RecordRef of(JsonObject json) {
        return new RecordRef(
                JsonMembers.optional(json, "uri"),
                JsonMembers.optional(json, "cid"),
                Commit.in(json),
                JsonMembers.optional(json, "validationStatus"));
    }
}
