package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;

/**
 * What came of an upload.
 *
 * @param blob the blob, to be put into a record
 */
public record UploadedBlob(BlobRef blob) {

    static UploadedBlob of(JsonObject json) {
        return new UploadedBlob(BlobRef.of(JsonMembers.object(json, "blob")));
    }
}
