package dev.idiolect.sample;

import dev.idiolect.oauth.xrpc.AtUri;
import dev.idiolect.oauth.xrpc.RecordRef;
import dev.idiolect.oauth.xrpc.RepoRecord;
import jakarta.json.JsonObject;

/**
 * A post as the page shows it.
 *
 * @param uri the record's at:// URI
 * @param cid the CID of this version
 * @param rkey the record key; null if the server's URI has none, so that the post cannot be edited or deleted
 */
public record Post(String uri, String cid, String rkey, String text, String createdAt) {

    /** The collection of posts, which is also their record type. */
    static final String COLLECTION = "app.bsky.feed.post";

    static Post of(RepoRecord found) {
        return of(found.uri(), found.cid(), found.value());
    }

    static Post of(RecordRef written, JsonObject record) {
        return of(written.uri(), written.cid(), record);
    }

    private static Post of(String uri, String cid, JsonObject record) {
        return new Post(uri, cid, rkey(uri), record.getString("text", ""), record.getString("createdAt", ""));
    }

    private static String rkey(String uri) {
        try {
            return AtUri.parse(uri).rkey();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
