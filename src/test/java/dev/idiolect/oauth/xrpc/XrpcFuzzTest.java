package dev.idiolect.oauth.xrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.Fuzz;
import jakarta.ws.rs.core.Response;
import org.junit.jupiter.api.Test;

/** URIs of records, and rate limits. */
class XrpcFuzzTest {

    @Test
    void atUris() {
        Fuzz.of("AT URI", IllegalArgumentException.class)
                .examples(
                        "at://did:plc:abcdefghijklmnopqrstuvwx/app.bsky.feed.post/3k",
                        "at://alice.example.com/a.b.c/self")
                .texts(text -> {
                    AtUri uri = AtUri.parse(text);
                    assertThat(uri).hasToString(text);
                    return uri.rkey().length() > 100;
                });
    }

    @Test
    void rateLimits() {
        Fuzz.of("RateLimit headers")
                .examples("3000", "1800000000", "3000;w=300", "253402300800")
                .texts(text -> {
                    RateLimit limit = RateLimitHeaders.of(Response.status(429)
                            .header("RateLimit-Limit", text)
                            .header("RateLimit-Reset", text)
                            .header("RateLimit-Policy", text)
                            .build());
                    assertThat(String.valueOf(limit)).hasSizeLessThan(400);
                    return limit == null || limit.limit() == null;
                });
    }
}
