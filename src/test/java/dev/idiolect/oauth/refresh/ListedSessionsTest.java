package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.internal.http.LruCache;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.testkit.internal.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListedSessionsTest {

    private static final String DID = "did:plc:alice";
    private static final String SERVER = "https://auth.example.com";
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestClock clock = TestClock.at(TestSessions.ISSUED.plus(WEEK));
    private final InMemoryOAuthTokenStore store = new InMemoryOAuthTokenStore();
    private final LruCache<Instant> postponed = new LruCache<>(10);
    private final ListedSessions run = newRun();

    private ListedSessions newRun() {
        return new ListedSessions(store, WEEK, clock, postponed);
    }

    private static List<String> next(ListedSessions run, String... exceptServers) {
        return run.next(10, Set.of(exceptServers)).stream()
                .map(SessionSummary::did)
                .toList();
    }

    /** A session can be listed again while an earlier refresh of it runs, which then postpones it. */
    @Test
    void postponedSessionIsListedAfterItsDelay() {
        store.save(TestSessions.full(DID).toBuilder()
                .issuer(SERVER)
                .refreshExpiresAt(null)
                .build());
        assertThat(next(run, SERVER)).isEmpty();
        run.postpone(List.of(DID), HOUR);
        assertThat(next(run)).isEmpty();
        clock.advance(HOUR);
        assertThat(next(newRun())).containsExactly(DID);
    }
}
