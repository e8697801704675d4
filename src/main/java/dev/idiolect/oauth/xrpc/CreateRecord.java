package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The request of {@link RepoClient#createRecord}.
 *
 * @param repo whose repository, a DID
 * @param collection the collection, an NSID
 * @param rkey the record's key; null for one that the server makes
 * @param validate whether to check the record against its lexicon; null to check if the server knows it
 * @param record the record: a {@link jakarta.json.JsonValue}, a {@link java.util.Map}, or an object that JSON-B can write
 * @param swapCommit the commit that must be the repository's newest, a CID; null for any
 */
public record CreateRecord(
        String repo,
        String collection,
        @Nullable String rkey,
        @Nullable Boolean validate,
        Object record,
        @Nullable String swapCommit)
        implements RepoRequest {

    /**
     * Returns a request with a key of the server's making.
     *
     * @param repo whose repository, a DID
     * @param collection the collection, an NSID
     * @param record the record
     * @return the request
     */
    public static CreateRecord of(String repo, String collection, Object record) {
        return new CreateRecord(repo, collection, null, null, record, null);
    }

    /**
     * Returns a copy with a record key.
     *
     * @param newRkey the key
     * @return the copy
     */
    public CreateRecord withRkey(@Nullable String newRkey) {
        return new CreateRecord(repo, collection, newRkey, validate, record, swapCommit);
    }

    /**
     * Returns a copy that says whether to validate.
     *
     * @param newValidate true to insist, false to refrain
     * @return the copy
     */
    public CreateRecord withValidate(@Nullable Boolean newValidate) {
        return new CreateRecord(repo, collection, rkey, newValidate, record, swapCommit);
    }

    /**
     * Returns a copy that fails unless a commit is the newest.
     *
     * @param newSwapCommit the commit's CID
     * @return the copy
     */
    public CreateRecord withSwapCommit(@Nullable String newSwapCommit) {
        return new CreateRecord(repo, collection, rkey, validate, record, newSwapCommit);
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
}
