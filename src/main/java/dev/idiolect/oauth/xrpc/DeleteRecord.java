package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The request of {@link RepoClient#deleteRecord}.
 *
 * @param repo the account, a DID
 * @param collection the collection, an NSID
 * @param rkey the record key
 * @param swapRecord the CID of the version that must be the current one; null for any
 * @param swapCommit the CID of the commit that must be the newest of the repository; null for any
 */
public record DeleteRecord(
        String repo,
        String collection,
        String rkey,
        @Nullable String swapRecord,
        @Nullable String swapCommit) implements RepoRequest {

    /**
     * Returns a request that deletes any version of a record.
     *
     * @param repo the account, a DID
     * @param collection the collection, an NSID
     * @param rkey the record key
     * @return the request
     */
    public static DeleteRecord of(String repo, String collection, String rkey) {
        return new DeleteRecord(repo, collection, rkey, null, null);
    }

    /**
     * Returns a copy that fails with {@code InvalidSwap} unless a version is the current one.
     *
     * @param newSwapRecord the version's CID, or null for any
     * @return the copy
     */
    public DeleteRecord withSwapRecord(@Nullable String newSwapRecord) {
        return new DeleteRecord(repo, collection, rkey, newSwapRecord, swapCommit);
    }

    /**
     * Returns a copy that fails with {@code InvalidSwap} unless a commit is the newest of the repository.
     *
     * @param newSwapCommit the commit's CID, or null for any
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
