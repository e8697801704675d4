package dev.idiolect.oauth.xrpc;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rate limit of a server, from the {@code RateLimit-*} headers of a response.
 *
 * @param limit the number of requests in a window; null if unknown
 * @param remaining the number of requests left in the window; null if unknown
 * @param reset the end of the window; null if unknown
 * @param policy the policy, such as {@code 3000;w=300}; null if unknown
 */
public record RateLimit(
        @Nullable Long limit,
        @Nullable Long remaining,
        @Nullable Instant reset,
        @Nullable String policy) implements Serializable {}
