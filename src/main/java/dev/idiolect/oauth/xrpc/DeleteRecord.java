package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The request of {@link RepoClient#deleteRecord}.
 *
 * @param repo whose repository, a DID
 * @param collection the collection, an NSID
 * @param rkey the record's key
 * @param swapRecord the version that is to be deleted, a CID; null for any
 * @param swapCommit the commit that must be the repository's newest, a CID; null for any
 */
public record DeleteRecord(
        String repo,
        String collection,
        String rkey,
        @Nullable String swapRecord,
        @Nullable String swapCommit) implements RepoRequest {

    /**
     * Returns a request that deletes whatever is there.
     *
     * @param repo whose repository, a DID
     * @param collection the collection, an NSID
     * @param rkey the record's key
     * @return the request
     */
    public static DeleteRecord of(String repo, String collection, String rkey) {
        return new DeleteRecord(repo, collection, rkey, null, null);
    }

    /**
     * Returns a copy that fails unless it deletes a certain version.
     *
     * @param newSwapRecord the version's CID
     * @return the copy
     */
    public DeleteRecord withSwapRecord(@Nullable String newSwapRecord) {
        return new DeleteRecord(repo, collection, rkey, newSwapRecord, swapCommit);
    }

    /**
     * Returns a copy that fails unless a commit is the newest.
     *
     * @param newSwapCommit the commit's CID
     * @return the copy
     */
    public DeleteRecord withSwapCommit(@Nullable String newSwapCommit) {
        return new DeleteRecord(repo, collection, rkey, swapRecord, newSwapCommit);
    }

    @Override
    public JsonObject toJson() {
        return new JsonMembers()
                .add("repo", repo)
                .add("collection", collection)
                .add("rkey", rkey)
                .add("swapRecord", swapRecord)
                .add("swapCommit", swapCommit)
                .build();
    }
}
