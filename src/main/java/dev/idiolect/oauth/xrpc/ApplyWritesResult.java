package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of several writes.
 *
 * @param commit the commit; null if the server reports none
 * @param results one result for each write, in order; empty if the server reports none
 */
public record ApplyWritesResult(@Nullable Commit commit, List<WriteResult> results) implements RepoResult {

    static ApplyWritesResult of(JsonObject json) {
        return new ApplyWritesResult(Commit.in(json), JsonMembers.list(json, "results", WriteResult::of));
    }
}
