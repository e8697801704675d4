package dev.idiolect.oauth.xrpc;

import static java.util.Objects.requireNonNull;

import jakarta.json.JsonObject;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The request of {@link RepoClient#createRecord}. Immutable.
 *
 * @see <a href="https://github.com/bluesky-social/atproto/blob/main/lexicons/com/atproto/repo/createRecord.json">the
 *     lexicon</a>
 */
@JsonbTypeAdapter(JsonMapping.CreateRecordAdapter.class)
public final class CreateRecord implements RepoRequest {

    private final String repo;
    private final String collection;
    private final @Nullable String rkey;
    private final @Nullable Boolean validate;
    private final Object record;
    private final @Nullable String swapCommit;

    private CreateRecord(Builder builder) {
        repo = builder.repo;
        collection = builder.collection;
        rkey = builder.rkey;
        validate = builder.validate;
        record = builder.record;
        swapCommit = builder.swapCommit;
    }

    /**
     * Returns a request for a record whose key the server generates.
     *
     * @param repo the account, a DID
     * @param collection the collection, an NSID
     * @param record the record: a {@link jakarta.json.JsonValue}, a {@link java.util.Map} or an object that JSON-B can
     *     write
     * @return the request
     */
    public static CreateRecord of(String repo, String collection, Object record) {
        return builder(repo, collection, record).build();
    }

    static CreateRecord of(JsonObject json) {
        return builder(
                        JsonMembers.required(json, "repo"),
                        JsonMembers.required(json, "collection"),
                        JsonMembers.object(json, "record"))
                .rkey(JsonMembers.optional(json, "rkey"))
                .validate(JsonMembers.flag(json, "validate"))
                .swapCommit(JsonMembers.optional(json, "swapCommit"))
                .build();
    }

    /**
     * Returns a builder.
     *
     * @param repo the account, a DID
     * @param collection the collection, an NSID
     * @param record the record: a {@link jakarta.json.JsonValue}, a {@link java.util.Map} or an object that JSON-B can
     *     write
     * @return the builder
     */
    public static Builder builder(String repo, String collection, Object record) {
        return new Builder(repo, collection, record);
    }

    /**
     * Returns a builder with the values of this request.
     *
     * @return the builder
     */
    public Builder toBuilder() {
        return builder(repo, collection, record).rkey(rkey).validate(validate).swapCommit(swapCommit);
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
     * @return the key; null if the server generates one
     */
    public @Nullable String rkey() {
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
     * Returns the commit that must be the newest of the repository.
     *
     * @return its CID; null for any
     */
    public @Nullable String swapCommit() {
        return swapCommit;
    }

    @Override
    public JsonObject toJson() {
        return new JsonMembers()
                .add("repo", repo)
                .add("collection", collection)
                .add("rkey", rkey)
                .add("validate", validate)
                .addValue("record", record)
                .add("swapCommit", swapCommit)
                .build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CreateRecord that
                && repo.equals(that.repo)
                && collection.equals(that.collection)
                && Objects.equals(rkey, that.rkey)
                && Objects.equals(validate, that.validate)
                && record.equals(that.record)
                && Objects.equals(swapCommit, that.swapCommit);
    }

    @Override
    public int hashCode() {
        return Objects.hash(repo, collection, rkey, validate, record, swapCommit);
    }

    @Override
    public String toString() {
        return "CreateRecord[repo=" + repo + ", collection=" + collection + ", rkey=" + rkey + ", record=" + record
                + "]";
    }

    /** Builds a {@link CreateRecord}. Not thread-safe. */
    public static final class Builder {

        private final String repo;
        private final String collection;
        private final Object record;
        private @Nullable String rkey;
        private @Nullable Boolean validate;
        private @Nullable String swapCommit;

        private Builder(String repo, String collection, Object record) {
            this.repo = requireNonNull(repo, "repo");
            this.collection = requireNonNull(collection, "collection");
            this.record = requireNonNull(record, "record");
        }

        /**
         * Sets the record key. Default: the server generates one.
         *
         * @param value the key, or null
         * @return this builder
         */
        public Builder rkey(@Nullable String value) {
            rkey = value;
            return this;
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
        public CreateRecord build() {
            return new CreateRecord(this);
        }
    }
}
