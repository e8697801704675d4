package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a collection.
 *
 * @param cursor the cursor of the next page; null if this is the last page
 * @param records the records of this page
 */
public record RecordPage(@Nullable String cursor, List<RepoRecord> records) implements RepoResult {

    static RecordPage of(JsonObject json) {
        return new RecordPage(JsonMembers.optional(json, "cursor"), JsonMembers.list(json, "records", RepoRecord::of));
    }
}
