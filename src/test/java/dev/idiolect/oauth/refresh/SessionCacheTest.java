package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** The number of cached sessions, and the time for which they stay in memory. */
class SessionCacheTest {

    private static final Duration LIFETIME = Duration.ofSeconds(5);

    private static void add(SessionCache cache, String did, String token) {
        OAuthSession session =
                TestSessions.full(did).toBuilder().accessJwt(token).build();
        cache.get(did, any -> true, () -> session);
    }

    @Test
    void expiredSessionsLeaveTheMemoryWithoutACall() {
        SessionCache cache = new SessionCache(Duration.ofMillis(1200), Clock.systemUTC());
        add(cache, "did:plc:aaa", "token");
        add(cache, "did:plc:bbb", "token");
        assertThat(cache.size()).isEqualTo(2);
        await().atMost(Duration.ofSeconds(30)).until(() -> cache.size() == 0);
        // The next session starts the removal again.
        add(cache, "did:plc:aaa", "token");
        await().atMost(Duration.ofSeconds(30)).until(() -> cache.size() == 0);
    }

    @Test
    void clockThatStandsStillKeepsNoSession() {
        SessionCache cache = new SessionCache(Duration.ofMillis(10), Clock.fixed(TestSessions.ISSUED, ZoneOffset.UTC));
        add(cache, "did:plc:aaa", "token");
        await().atMost(Duration.ofSeconds(30)).until(() -> cache.size() == 0);
    }

    @Test
    void atMostTenThousandSessionsAreKept() {
        SessionCache cache = new SessionCache(LIFETIME, Clock.systemUTC());
        for (int i = 0; i < 20_000; i++) {
            add(cache, "did:plc:" + i, "token");
        }
        assertThat(cache.size()).isBetween(1, 10_000);
    }

    @Test
    void largeSessionsCountByTheirSize() {
        SessionCache cache = new SessionCache(LIFETIME, Clock.systemUTC());
        String token = "t".repeat(16_384);
        for (int i = 0; i < 2_000; i++) {
            add(cache, "did:plc:" + i, token);
        }
        assertThat(cache.size()).isBetween(1, 1_024);
    }

    @Test
    void unusableSessionIsNotKept() {
        SessionCache cache = new SessionCache(LIFETIME, Clock.systemUTC());
        cache.get("did:plc:aaa", any -> false, () -> TestSessions.full("did:plc:aaa"));
        assertThat(cache.size()).isZero();
    }

    @Test
    void textShowsNoSession() {
        SessionCache cache = new SessionCache(LIFETIME, Clock.systemUTC());
        add(cache, "did:plc:aaa", "secret-token");
        assertThat(cache.toString()).doesNotContain("secret-token");
    }
}
