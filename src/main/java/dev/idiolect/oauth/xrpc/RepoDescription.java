package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import java.util.List;

/**
 * Description of an account and its repository.
 *
 * @param handle the handle
 * @param did the DID
 * @param didDoc the DID document
 * @param collections the NSIDs of the collections with records
 * @param handleIsCorrect whether the handle resolves to the DID and the DID document names the handle
 */
public record RepoDescription(
        String handle, String did, JsonObject didDoc, List<String> collections, boolean handleIsCorrect)
        implements RepoResult {

    static RepoDescription of(JsonObject json) {
        return new RepoDescription(
                JsonMembers.required(json, "handle"),
                JsonMembers.required(json, "did"),
                JsonMembers.object(json, "didDoc"),
                JsonMembers.strings(json, "collections"),
                json.getBoolean("handleIsCorrect", false));
    }
}
