package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a collection.
 *
 * @param cursor where the next page begins; null if there is none
 * @param records the records
 */
public record RecordPage(@Nullable String cursor, List<RepoRecord> records) {

    static RecordPage of(JsonObject json) {
        return new RecordPage(JsonMembers.optional(json, "cursor"), JsonMembers.list(json, "records", RepoRecord::of));
    }
}
