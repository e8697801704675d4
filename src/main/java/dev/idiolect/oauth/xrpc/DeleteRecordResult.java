package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What came of a deletion.
 *
 * @param commit the commit; null if there was nothing to delete, or if the server names none
 */
public record DeleteRecordResult(@Nullable Commit commit) {

    static DeleteRecordResult of(JsonObject json) {
        return new DeleteRecordResult(Commit.in(json));
    }
}
