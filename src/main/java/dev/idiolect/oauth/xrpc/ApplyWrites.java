package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request of {@link RepoClient#applyWrites}.
 *
 * @param repo the account, a DID
 * @param validate whether the server validates the records against their lexicons; null to validate only those with a
 *     lexicon that it knows
 * @param writes the writes, in order
 * @param swapCommit the CID of the commit that must be the newest of the repository; null for any
 */
public record ApplyWrites(
        String repo,
        @Nullable Boolean validate,
        List<Write> writes,
        @Nullable String swapCommit) implements RepoRequest {

    /**
     * Creates a request.
     *
     * @param repo the account, a DID
     * @param validate whether the server validates the records, or null
     * @param writes the writes, in order; copied
     * @param swapCommit the CID of the commit that must be the newest, or null
     */
    public ApplyWrites {
        writes = List.copyOf(writes);
    }

    /**
     * Returns a request.
     *
     * @param repo the account, a DID
     * @param writes the writes, in order
     * @return the request
     */
    public static ApplyWrites of(String repo, Write... writes) {
        return of(repo, List.of(writes));
    }

    /**
     * Returns a request.
     *
     * @param repo the account, a DID
     * @param writes the writes, in order
     * @return the request
     */
    public static ApplyWrites of(String repo, List<Write> writes) {
        return new ApplyWrites(repo, null, writes, null);
    }

    /**
     * Returns a copy with another value of {@code validate}.
     *
     * @param newValidate true to require validation, false to skip it, null for the default
     * @return the copy
     */
    public ApplyWrites withValidate(@Nullable Boolean newValidate) {
        return new ApplyWrites(repo, newValidate, writes, swapCommit);
    }

    /**
     * Returns a copy that fails with {@code InvalidSwap} unless a commit is the newest of the repository.
     *
     * @param newSwapCommit the commit's CID, or null for any
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
