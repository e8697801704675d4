package dev.idiolect.oauth.xrpc;

import static java.util.Objects.requireNonNull;

import jakarta.json.JsonObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One write of {@link ApplyWrites}. Immutable. */
public final class Write {

    private final String action;
    private final String collection;
    private final @Nullable String rkey;
    private final @Nullable Object value;

    private Write(String action, String collection, @Nullable String rkey, @Nullable Object value) {
        this.action = action;
        this.collection = requireNonNull(collection, "collection");
        this.rkey = rkey;
        this.value = value;
    }

    /**
     * Returns a write that creates a record whose key the server generates.
     *
     * @param collection the collection, an NSID
     * @param value the record: a {@link jakarta.json.JsonValue}, a {@link java.util.Map} or an object that JSON-B can
     *     write
     * @return the write
     */
    public static Write create(String collection, Object value) {
        return new Write("create", collection, null, requireNonNull(value, "value"));
    }

    /**
     * Returns a write that creates a record.
     *
     * @param collection the collection, an NSID
     * @param rkey the record key
     * @param value the record: a {@link jakarta.json.JsonValue}, a {@link java.util.Map} or an object that JSON-B can
     *     write
     * @return the write
     */
    public static Write create(String collection, String rkey, Object value) {
        return new Write("create", collection, requireNonNull(rkey, "rkey"), requireNonNull(value, "value"));
    }

    /**
     * Returns a write that replaces a record.
     *
     * @param collection the collection, an NSID
     * @param rkey the record key
     * @param value the record: a {@link jakarta.json.JsonValue}, a {@link java.util.Map} or an object that JSON-B can
     *     write
     * @return the write
     */
    public static Write update(String collection, String rkey, Object value) {
        return new Write("update", collection, requireNonNull(rkey, "rkey"), requireNonNull(value, "value"));
    }

    /**
     * Returns a write that deletes a record.
     *
     * @param collection the collection, an NSID
     * @param rkey the record key
     * @return the write
     */
    public static Write delete(String collection, String rkey) {
        return new Write("delete", collection, requireNonNull(rkey, "rkey"), null);
    }

    /**
     * Returns the write as a member of the request body.
     *
     * @return the JSON form
     */
    public JsonObject toJson() {
        JsonMembers json = new JsonMembers()
                .add("$type", "com.atproto.repo.applyWrites#" + action)
                .add("collection", collection)
                .add("rkey", rkey);
        return (value == null ? json : json.addValue("value", value)).build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Write that
                && action.equals(that.action)
                && collection.equals(that.collection)
                && Objects.equals(rkey, that.rkey)
                && Objects.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(action, collection, rkey, value);
    }

    @Override
    public String toString() {
        return "Write[" + action + ", collection=" + collection + ", rkey=" + rkey + ", value=" + value + "]";
    }
}
