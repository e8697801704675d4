package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** One write of {@link ApplyWrites}. */
public sealed interface Write {

    /**
     * Returns a write that creates a record whose key the server generates.
     *
     * @param collection the collection, an NSID
     * @param value the record: a {@link jakarta.json.JsonValue}, a {@link java.util.Map} or an object that JSON-B can write
     * @return the write
     */
    static Write create(String collection, Object value) {
        return new Create(collection, null, value);
    }

    /**
     * Returns a write that creates a record.
     *
     * @param collection the collection, an NSID
     * @param rkey the record key
     * @param value the record: a {@link jakarta.json.JsonValue}, a {@link java.util.Map} or an object that JSON-B can write
     * @return the write
     */
    static Write create(String collection, String rkey, Object value) {
        return new Create(collection, rkey, value);
    }

    /**
     * Returns a write that replaces a record.
     *
     * @param collection the collection, an NSID
     * @param rkey the record key
     * @param value the record: a {@link jakarta.json.JsonValue}, a {@link java.util.Map} or an object that JSON-B can write
     * @return the write
     */
    static Write update(String collection, String rkey, Object value) {
        return new Update(collection, rkey, value);
    }

    /**
     * Returns a write that deletes a record.
     *
     * @param collection the collection, an NSID
     * @param rkey the record key
     * @return the write
     */
    static Write delete(String collection, String rkey) {
        return new Delete(collection, rkey);
    }

    /**
     * Returns the write as a member of the request body.
     *
     * @return the JSON form
     */
    JsonObject toJson();

    /**
     * Creates a record.
     *
     * @param collection the collection, an NSID
     * @param rkey the record key; null if the server generates one
     * @param value the record
     */
    record Create(String collection, @Nullable String rkey, Object value) implements Write {
        @Override
        public JsonObject toJson() {
            return typed("create", collection, rkey).addValue("value", value).build();
        }
    }

    /**
     * Replaces a record.
     *
     * @param collection the collection, an NSID
     * @param rkey the record key
     * @param value the record
     */
    record Update(String collection, String rkey, Object value) implements Write {
        @Override
        public JsonObject toJson() {
            return typed("update", collection, rkey).addValue("value", value).build();
        }
    }

    /**
     * Deletes a record.
     *
     * @param collection the collection, an NSID
     * @param rkey the record key
     */
    record Delete(String collection, String rkey) implements Write {
        @Override
        public JsonObject toJson() {
            return typed("delete", collection, rkey).build();
        }
    }

    private static JsonMembers typed(String type, String collection, @Nullable String rkey) {
        return new JsonMembers()
                .add("$type", "com.atproto.repo.applyWrites#" + type)
                .add("collection", collection)
                .add("rkey", rkey);
    }
}
