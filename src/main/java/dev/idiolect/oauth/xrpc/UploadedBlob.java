package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;

/**
 * The result of an upload.
 *
 * @param blob the reference to put into a record
 */
public record UploadedBlob(BlobRef blob) implements RepoResult {

    static UploadedBlob of(JsonObject json) {
        return new UploadedBlob(BlobRef.of(JsonMembers.object(json, "blob")));
    }
}
