package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.store.internal.PendingEntry;
import dev.idiolect.oauth.testkit.PendingLoginsContract;
import dev.idiolect.oauth.testkit.internal.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The contract of pending logins with a test clock, and additional guarantees of this library's stores. */
public abstract class LibraryPendingLoginsContract extends PendingLoginsContract {

    protected static final int LIMIT = 5;
    protected static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    protected static final Instant LATER = START.plusSeconds(600);

    /** The clock of the logins that {@link #open} returns. Their limit is {@link #LIMIT}. */
    protected final TestClock clock = TestClock.at(START);

    @Override
    protected Instant now() {
        return clock.instant();
    }

    @Override
    protected int limit() {
        return LIMIT;
    }

    @Test
    void messagesNameTheLimits() {
        assertThatThrownBy(() -> logins.save("state", "x".repeat(PendingEntry.MAX_BODY + 1), LATER))
                .hasMessage("Cannot save a pending login of 16385 characters: use at most 16384");
        assertThatThrownBy(() -> logins.save("a b", "body", LATER)).hasMessageContaining("visible ASCII");
        for (int i = 0; i < LIMIT; i++) {
            logins.save("state-" + i, "body", LATER);
        }
        assertThatThrownBy(() -> logins.save("one-too-many", "body", LATER))
                .hasMessageContaining(LIMIT + " logins are pending");
    }

    @Test
    void loginIsReturnedUntilItExpires() {
        logins.save("one", "body", LATER);
        logins.save("two", "body", LATER);
        clock.advance(Duration.ofSeconds(600).minusMillis(1));
        assertThat(logins.consume("one")).contains("body");
        clock.advance(Duration.ofMillis(1));
        assertThat(logins.consume("two")).isEmpty();
    }

    @Test
    void expiredLoginMakesRoomForAnother() {
        for (int i = 0; i < LIMIT; i++) {
            logins.save("state-" + i, "body", i == 0 ? START.plusSeconds(120) : LATER);
        }
        assertThatThrownBy(() -> logins.save("one-too-many", "body", LATER)).isInstanceOf(StoreException.class);
        clock.advance(Duration.ofSeconds(121));
        logins.save("after-an-expiry", "body", LATER);
        assertThat(logins.consume("after-an-expiry")).contains("body");
    }
}
