package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request of {@link RepoClient#applyWrites}.
 *
 * @param repo whose repository, a DID
 * @param validate whether to check the records against their lexicons; null to check those that the server knows
 * @param writes what to do, in order
 * @param swapCommit the commit that must be the repository's newest, a CID; null for any
 */
public record ApplyWrites(
        String repo,
        @Nullable Boolean validate,
        List<Write> writes,
        @Nullable String swapCommit) implements RepoRequest {

    /**
     * Creates a request.
     *
     * @param repo whose repository, a DID
     * @param validate whether to check the records; may be null
     * @param writes what to do, in order; copied
     * @param swapCommit the commit that must be the newest, or null
     */
    public ApplyWrites {
        writes = List.copyOf(writes);
    }

    /**
     * Returns a request.
     *
     * @param repo whose repository, a DID
     * @param writes what to do, in order
     * @return the request
     */
    public static ApplyWrites of(String repo, Write... writes) {
        return of(repo, List.of(writes));
    }

    /**
     * Returns a request.
     *
     * @param repo whose repository, a DID
     * @param writes what to do, in order
     * @return the request
     */
    public static ApplyWrites of(String repo, List<Write> writes) {
        return new ApplyWrites(repo, null, writes, null);
    }

    /**
     * Returns a copy that says whether to validate.
     *
     * @param newValidate true to insist, false to refrain
     * @return the copy
     */
    public ApplyWrites withValidate(@Nullable Boolean newValidate) {
        return new ApplyWrites(repo, newValidate, writes, swapCommit);
    }

    /**
     * Returns a copy that fails unless a commit is the newest.
     *
     * @param newSwapCommit the commit's CID
     * @return the copy
     */
    public ApplyWrites withSwapCommit(@Nullable String newSwapCommit) {
        return new ApplyWrites(repo, validate, writes, newSwapCommit);
    }

    @Override
    public JsonObject toJson() {
        JsonArrayBuilder array = JsonMapping.provider().createArrayBuilder();
        writes.forEach(write -> array.add(write.toJson()));
        return new JsonMembers()
                .add("repo", repo)
                .add("validate", validate)
                .addValue("writes", array.build())
                .add("swapCommit", swapCommit)
                .build();
    }
}
