package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The request of {@link RepoClient#putRecord}.
 *
 * @param repo whose repository, a DID
 * @param collection the collection, an NSID
 * @param rkey the record's key
 * @param validate whether to check the record against its lexicon; null to check if the server knows it
 * @param record the record: a {@link jakarta.json.JsonValue}, a {@link java.util.Map}, or an object that JSON-B can write
 * @param swapRecord the version that is to be replaced, a CID; null for any
 * @param ifAbsent whether to fail if there is a record; then {@code swapRecord} doesn't count
 * @param swapCommit the commit that must be the repository's newest, a CID; null for any
 */
public record PutRecord(
        String repo,
        String collection,
        String rkey,
        @Nullable Boolean validate,
        Object record,
        @Nullable String swapRecord,
        boolean ifAbsent,
        @Nullable String swapCommit)
        implements RepoRequest {

    /**
     * Returns a request that replaces whatever is there.
     *
     * @param repo whose repository, a DID
     * @param collection the collection, an NSID
     * @param rkey the record's key
     * @param record the record
     * @return the request
     */
    public static PutRecord of(String repo, String collection, String rkey, Object record) {
        return new PutRecord(repo, collection, rkey, null, record, null, false, null);
    }

    /**
     * Returns a copy that says whether to validate.
     *
     * @param newValidate true to insist, false to refrain
     * @return the copy
     */
    public PutRecord withValidate(@Nullable Boolean newValidate) {
        return new PutRecord(repo, collection, rkey, newValidate, record, swapRecord, ifAbsent, swapCommit);
    }

    /**
     * Returns a copy that fails unless it replaces a certain version.
     *
     * @param newSwapRecord the version's CID
     * @return the copy
     */
    public PutRecord withSwapRecord(@Nullable String newSwapRecord) {
        return new PutRecord(repo, collection, rkey, validate, record, newSwapRecord, false, swapCommit);
    }

    /**
     * Returns a copy that fails if there is a record already.
     *
     * @return the copy
     */
    public PutRecord onlyIfAbsent() {
        return new PutRecord(repo, collection, rkey, validate, record, null, true, swapCommit);
    }

    /**
     * Returns a copy that fails unless a commit is the newest.
     *
     * @param newSwapCommit the commit's CID
     * @return the copy
     */
    public PutRecord withSwapCommit(@Nullable String newSwapCommit) {
        return new PutRecord(repo, collection, rkey, validate, record, swapRecord, ifAbsent, newSwapCommit);
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
        return (ifAbsent ? json.addNull("swapRecord") : json.add("swapRecord", swapRecord)).build();
    }
}
