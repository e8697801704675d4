package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import java.util.List;

/**
 * An account and its repository.
 *
 * @param handle the account's handle
 * @param did the account's DID
 * @param didDoc the DID document
 * @param collections the collections that hold records, as NSIDs
 * @param handleIsCorrect whether handle and DID name each other
 */
public record RepoDescription(
        String handle, String did, JsonObject didDoc, List<String> collections, boolean handleIsCorrect) {

    static RepoDescription of(JsonObject json) {
        return new RepoDescription(
                JsonMembers.required(json, "handle"),
                JsonMembers.required(json, "did"),
                JsonMembers.object(json, "didDoc"),
                JsonMembers.strings(json, "collections"),
                json.getBoolean("handleIsCorrect", false));
    }
}
