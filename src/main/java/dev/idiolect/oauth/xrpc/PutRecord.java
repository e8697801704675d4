package dev.idiolect.oauth.xrpc;

import static java.util.Objects.requireNonNull;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import org.jspecify.annotations.Nullable;

/**
 * The request of {@link RepoClient#putRecord}. Immutable.
 *
 * @param repo the account, a DID
 * @param collection the collection, an NSID
 * @param rkey the record key
 * @param validate whether the server validates the record; null to validate only records with a lexicon that it knows
 * @param record the record
 * @param swapRecord the CID of the version that must be the current one; null for any
 * @param onlyIfAbsent whether the request fails if the record exists
 * @param swapCommit the CID of the commit that must be the newest of the repository; null for any
 * @see <a href="https://github.com/bluesky-social/atproto/blob/main/lexicons/com/atproto/repo/putRecord.json">the lexicon</a>
 */
@JsonbTypeAdapter(JsonMapping.PutRecordAdapter.class)
public record PutRecord(
        String repo,
        String collection,
        String rkey,
        @Nullable Boolean validate,
        Object record,
        @Nullable String swapRecord,
        boolean onlyIfAbsent,
        @Nullable String swapCommit)
        implements RepoRequest {

    /**
     * Returns a request that creates the record or replaces the existing one.
     *
     * @param repo the account, a DID
     * @param collection the collection, an NSID
     * @param rkey the record key
     * @param record the record: a {@link jakarta.json.JsonValue}, a {@link java.util.Map} or an object that JSON-B can write
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
     * @param record the record: a {@link jakarta.json.JsonValue}, a {@link java.util.Map} or an object that JSON-B can write
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
            return new PutRecord(repo, collection, rkey, validate, record, swapRecord, onlyIfAbsent, swapCommit);
        }
    }
}
