package dev.idiolect.sample;

import dev.idiolect.oauth.xrpc.FoundRecord;
import dev.idiolect.oauth.xrpc.WrittenRecord;
import jakarta.json.JsonObject;

/** A post as the page shows it. */
public record Post(String uri, String cid, String rkey, String text, String createdAt) {

    /** The type of its record. */
    static final String COLLECTION = "app.bsky.feed.post";

    static Post of(FoundRecord record) {
        return of(record.uri(), record.cid(), record.rkey(), record.value());
    }

    static Post of(WrittenRecord written, JsonObject record) {
        return of(written.uri(), written.cid(), written.rkey(), record);
    }

    private static Post of(String uri, String cid, String rkey, JsonObject record) {
        return new Post(uri, cid, rkey, record.getString("text", ""), record.getString("createdAt", ""));
    }
}
