package dev.idiolect.oauth.xrpc;

import static java.util.Objects.requireNonNull;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The request of {@link RepoClient#putRecord}. Immutable.
 *
 * @see <a href="https://github.com/bluesky-social/atproto/blob/main/lexicons/com/atproto/repo/putRecord.json">the
 *     lexicon</a>
 */
@JsonbTypeAdapter(JsonMapping.PutRecordAdapter.class)
public final class PutRecord implements RepoRequest {

    private final String repo;
    private final String collection;
    private final String rkey;
    private final @Nullable Boolean validate;
    private final Object record;
    private final @Nullable String swapRecord;
    private final boolean onlyIfAbsent;
    private final @Nullable String swapCommit;

    private PutRecord(Builder builder) {
        repo = builder.repo;
        collection = builder.collection;
        rkey = builder.rkey;
        validate = builder.validate;
        record = builder.record;
        swapRecord = builder.swapRecord;
        onlyIfAbsent = builder.onlyIfAbsent;
        swapCommit = builder.swapCommit;
    }

    /**
     * Returns a request that creates the record or replaces the existing one.
     *
     * @param repo the account, a DID
     * @param collection the collection, an NSID
     * @param rkey the record key
     * @param record the record: a {@link jakarta.json.JsonValue}, a {@link java.util.Map} or an object that JSON-B can
     *     write
     * @return the request
     */
    public static PutRecord of(String repo, String collection, String rkey, Object record) {
        return builder(repo, collection, rkey, record).build();
    }

    static PutRecord of(JsonObject json) {
        Builder builder = builder(
                        JsonMembers.required(json, "repo"),
                        JsonMembers.required(json, "collection"),
                        JsonMembers.required(json, "rkey"),
                        JsonMembers.object(json, "record"))
                .validate(JsonMembers.flag(json, "validate"))
                .swapRecord(JsonMembers.optional(json, "swapRecord"))
                .swapCommit(JsonMembers.optional(json, "swapCommit"));
        return (JsonValue.NULL.equals(json.get("swapRecord")) ? builder.onlyIfAbsent() : builder).build();
    }

    /**
     * Returns a builder.
     *
     * @param repo the account, a DID
     * @param collection the collection, an NSID
     * @param rkey the record key
     * @param record the record: a {@link jakarta.json.JsonValue}, a {@link java.util.Map} or an object that JSON-B can
     *     write
     * @return the builder
     */
    public static Builder builder(String repo, String collection, String rkey, Object record) {
        return new Builder(repo, collection, rkey, record);
    }

    /**
     * Returns a builder with the values of this request.
     *
     * @return the builder
     */
    public Builder toBuilder() {
        Builder builder = builder(repo, collection, rkey, record)
                .validate(validate)
                .swapRecord(swapRecord)
                .swapCommit(swapCommit);
        return onlyIfAbsent ? builder.onlyIfAbsent() : builder;
    }

    /**
     * Returns the account whose repository is written.
     *
     * @return a DID
     */
    @Override
    public String repo() {
        return repo;
    }

    /**
     * Returns the collection.
     *
     * @return an NSID
     */
    public String collection() {
        return collection;
    }

    /**
     * Returns the record key.
     *
     * @return the key
     */
    public String rkey() {
        return rkey;
    }

    /**
     * Returns whether the server validates the record against its lexicon.
     *
     * @return null to validate only records with a lexicon that the server knows
     */
    public @Nullable Boolean validate() {
        return validate;
    }

    /**
     * Returns the record.
     *
     * @return the object that was given
     */
    public Object record() {
        return record;
    }

    /**
     * Returns the version that must be the current one.
     *
     * @return its CID; null for any
     */
    public @Nullable String swapRecord() {
        return swapRecord;
    }

    /**
     * Returns whether the request fails if the record exists.
     *
     * @return true to create the record but never replace it
     */
    public boolean onlyIfAbsent() {
        return onlyIfAbsent;
    }

    /**
     * Returns the commit that must be the newest of the repository.
     *
     * @return its CID; null for any
     */
    public @Nullable String swapCommit() {
        return swapCommit;
    }

    @Override
    public JsonObject toJson() {
        JsonMembers json = new JsonMembers()
                .add("repo", repo)
                .add("collection", collection)
                .add("rkey", rkey)
                .add("validate", validate)
                .addValue("record", record)
                .add("swapCommit", swapCommit);
        return (onlyIfAbsent ? json.addNull("swapRecord") : json.add("swapRecord", swapRecord)).build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PutRecord that
                && repo.equals(that.repo)
                && collection.equals(that.collection)
                && rkey.equals(that.rkey)
                && Objects.equals(validate, that.validate)
                && record.equals(that.record)
                && Objects.equals(swapRecord, that.swapRecord)
                && onlyIfAbsent == that.onlyIfAbsent
                && Objects.equals(swapCommit, that.swapCommit);
    }

    @Override
    public int hashCode() {
        return Objects.hash(repo, collection, rkey, validate, record, swapRecord, onlyIfAbsent, swapCommit);
    }

    @Override
    public String toString() {
        return "PutRecord[repo=" + repo + ", collection=" + collection + ", rkey=" + rkey + ", record=" + record + "]";
    }

    /** Builds a {@link PutRecord}. Not thread-safe. */
    public static final class Builder {

        private final String repo;
        private final String collection;
        private final String rkey;
        private final Object record;
        private @Nullable Boolean validate;
        private @Nullable String swapRecord;
        private boolean onlyIfAbsent;
        private @Nullable String swapCommit;

        private Builder(String repo, String collection, String rkey, Object record) {
            this.repo = requireNonNull(repo, "repo");
            this.collection = requireNonNull(collection, "collection");
            this.rkey = requireNonNull(rkey, "rkey");
            this.record = requireNonNull(record, "record");
        }

        /**
         * Sets whether the server validates the record. Default: only if it knows the lexicon.
         *
         * @param value true to require validation, false to skip it, null for the default
         * @return this builder
         */
        public Builder validate(@Nullable Boolean value) {
            validate = value;
            return this;
        }

        /**
         * Makes the request fail with {@code InvalidSwap} unless a version is the current one. Cancels
         * {@link #onlyIfAbsent()}.
         *
         * @param cid the version's CID, or null for any
         * @return this builder
         */
        public Builder swapRecord(@Nullable String cid) {
            swapRecord = cid;
            onlyIfAbsent = false;
            return this;
        }

        /**
         * Makes the request fail with {@code InvalidSwap} if the record exists. Cancels {@link #swapRecord}.
         *
         * @return this builder
         */
        public Builder onlyIfAbsent() {
            swapRecord = null;
            onlyIfAbsent = true;
            return this;
        }

        /**
         * Makes the request fail with {@code InvalidSwap} unless a commit is the newest of the repository.
         *
         * @param cid the commit's CID, or null for any
         * @return this builder
         */
        public Builder swapCommit(@Nullable String cid) {
            swapCommit = cid;
            return this;
        }

        /**
         * Returns the request.
         *
         * @return a new request
         */
        public PutRecord build() {
            return new PutRecord(this);
        }
    }
}
