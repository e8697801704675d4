package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of several writes.
 *
 * @param commit the commit; null if the server names none
 * @param results one for each write, in order; empty if the server gives none
 */
public record ApplyWritesResult(@Nullable Commit commit, List<WriteResult> results) {

    static ApplyWritesResult of(JsonObject json) {
        return new ApplyWritesResult(Commit.in(json), JsonMembers.list(json, "results", WriteResult::of));
    }
}
