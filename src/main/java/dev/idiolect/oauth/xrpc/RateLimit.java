package dev.idiolect.oauth.xrpc;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a server says about its rate limit, in the {@code RateLimit-*} headers.
 *
 * @param limit how many requests the window allows; null if the server doesn't say
 * @param remaining how many are left; null if the server doesn't say
 * @param reset when the window ends; null if the server doesn't say
 * @param policy the policy, such as {@code 3000;w=300}; null if the server doesn't say
 */
public record RateLimit(
        @Nullable Long limit,
        @Nullable Long remaining,
        @Nullable Instant reset,
        @Nullable String policy) implements Serializable {}
