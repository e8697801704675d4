package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.idiolect.oauth.testkit.internal.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefreshBackoffTest {

    private static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";

    private final TestClock clock = TestClock.at(Instant.parse("2026-11-23T10:00:00Z"));
    private final RefreshBackoff backoff = new RefreshBackoff(clock);

    @Test
    void delaysDoubleUpToThirtySeconds() {
        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            fail(null);
            assertThat(left()).isEqualTo(Duration.ofSeconds(seconds));
            clock.advance(Duration.ofSeconds(seconds));
            assertThatCode(() -> backoff.check(DID, RefreshCause.EXPIRY)).doesNotThrowAnyException();
        }
        backoff.reset(DID);
        fail(null);
        assertThat(left()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void serverCannotShortenDelays() {
        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            fail(Duration.ofSeconds(seconds == 16 ? 3 : 0));
            assertThat(left()).isEqualTo(Duration.ofSeconds(seconds));
            clock.advance(Duration.ofSeconds(seconds));
            assertThatCode(() -> backoff.check(DID, RefreshCause.EXPIRY)).doesNotThrowAnyException();
        }
    }

    @Test
    void serverDecidesTheDelayIfTheTokenIsUnused() {
        for (int i = 0; i < 5; i++) {
            backoff.failed(
                    DID,
                    RefreshException.transientFailure(DID, "HTTP 429", Duration.ofSeconds(1), null)
                            .withTokenUnusedIf(true));
            assertThat(left()).isEqualTo(Duration.ofSeconds(1));
            clock.advance(Duration.ofSeconds(1));
        }
    }

    @Test
    void serverDelayIsAtMostFiveMinutes() {
        fail(Duration.ofDays(1));
        assertThat(left()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void oldDelaysAreRemoved() {
        for (int i = 0; i < 1000; i++) {
            backoff.failed("did:plc:" + i, RefreshException.transientFailure("did:plc:" + i, "x", null, null));
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(backoff.size()).isLessThan(5);
    }

    private void fail(Duration retryAfter) {
        backoff.failed(DID, RefreshException.transientFailure(DID, "HTTP 500", retryAfter, null));
    }

    private Duration left() {
        return catchThrowableOfType(RefreshException.class, () -> backoff.check(DID, RefreshCause.EXPIRY))
                .retryAfter()
                .orElseThrow();
    }
}
