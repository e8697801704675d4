package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The result of a deletion.
 *
 * @param commit the commit; null if the record did not exist, or if the server reports none
 */
public record DeleteRecordResult(@Nullable Commit commit) implements RepoResult {

    static DeleteRecordResult of(JsonObject json) {
        return new DeleteRecordResult(Commit.in(json));
    }
}
