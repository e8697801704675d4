package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.internal.http.SafeText;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads rate-limit headers. An unreadable header counts as absent. */
final class RateLimitHeaders {

    // The end of the year 9999.
    private static final long MAX_EPOCH_SECOND = 253_402_300_799L;

    private RateLimitHeaders() {}

    static @Nullable RateLimit of(Response response) {
        Long limit = number(response, "RateLimit-Limit");
        Long remaining = number(response, "RateLimit-Remaining");
        Long reset = number(response, "RateLimit-Reset");
        String policy = response.getHeaderString("RateLimit-Policy");
        if (limit == null && remaining == null && reset == null && policy == null) {
            return null;
        }
        return new RateLimit(
                limit,
                remaining,
                reset == null || reset > MAX_EPOCH_SECOND ? null : Instant.ofEpochSecond(reset),
                policy == null ? null : SafeText.redacted(policy, MaxLength.RATE_LIMIT_POLICY));
    }

    private static @Nullable Long number(Response response, String name) {
        String value = response.getHeaderString(name);
        return value != null && value.trim().matches("[0-9]{1,15}") ? Long.valueOf(value.trim()) : null;
    }
}
