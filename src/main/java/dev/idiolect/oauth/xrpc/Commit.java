package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A commit of a repository.
 *
 * @param cid the CID
 * @param rev the revision, a TID
 */
public record Commit(String cid, String rev) {

    static @Nullable Commit in(JsonObject response) {
        JsonObject json = JsonMembers.object(response, "commit");
        return json.isEmpty() ? null : new Commit(JsonMembers.required(json, "cid"), JsonMembers.required(json, "rev"));
    }
}
