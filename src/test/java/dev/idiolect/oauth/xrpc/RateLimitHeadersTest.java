package dev.idiolect.oauth.xrpc;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateLimitHeadersTest {

    @Test
    void absentHeadersGiveNull() {
        Response bare = Response.status(429).build();
        assertThat(RateLimitHeaders.of(bare)).isNull();
    }

    @Test
    void oneReadableHeaderIsEnough() {
        assertThat(RateLimitHeaders.of(with("RateLimit-Remaining", "3")))
                .isEqualTo(new RateLimit(null, 3L, null, null));
        assertThat(RateLimitHeaders.of(with("RateLimit-Remaining", "some"))).isNull();
    }

    @Test
    void resetAfterTheYear9999IsAbsent() {
        assertThat(RateLimitHeaders.of(with("RateLimit-Reset", "253402300799")))
                .isEqualTo(new RateLimit(null, null, Instant.parse("9999-12-31T23:59:59Z"), null));
        assertThat(RateLimitHeaders.of(with("RateLimit-Reset", "253402300800")))
                .isEqualTo(new RateLimit(null, null, null, null));
    }

    private static Response with(String header, String value) {
        return Response.status(429).header(header, value).build();
    }
}
