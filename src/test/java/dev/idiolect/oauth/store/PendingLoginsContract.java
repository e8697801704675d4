package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.TestClock;
import dev.idiolect.oauth.store.internal.PendingEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of pending logins in all stores. */
@Timeout(60)
public abstract class PendingLoginsContract {

    protected static final int LIMIT = 5;
    protected static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    protected static final Instant LATER = START.plusSeconds(600);

    protected final TestClock clock = TestClock.at(START);
    protected PendingLogins logins;

    /** Opens the logins under test with {@link #clock} and {@link #LIMIT}. */
    protected abstract PendingLogins open() throws Exception;

    protected abstract void close() throws Exception;

    @BeforeEach
    protected void openLogins() throws Exception {
        logins = open();
    }

    @AfterEach
    protected void closeLogins() throws Exception {
        close();
    }

    @Test
    void loginIsConsumedOnce() {
        logins.save("one", "{\"a\":\"\u00e4\\n\"}\nand more", LATER);
        logins.save("two", "", LATER);
        assertThat(logins.consume("one")).contains("{\"a\":\"\u00e4\\n\"}\nand more");
        assertThat(logins.consume("one")).isEmpty();
        assertThat(logins.consume("two")).contains("");
        assertThat(logins.consume("two")).isEmpty();
    }

    @Test
    void onlyOneThreadGetsALogin() throws Exception {
        for (int round = 0; round < 5; round++) {
            String state = "round-" + round;
            logins.save(state, state, LATER);
            AtomicInteger winners = new AtomicInteger();
            try (Crowd crowd = new Crowd(32)) {
                crowd.run(thread -> logins.consume(state).ifPresent(body -> winners.incrementAndGet()));
            }
            assertThat(winners).hasValue(1);
        }
    }

    @Test
    void longBodyIsRefused() {
        String longest = "x".repeat(PendingEntry.MAX_BODY);
        logins.save("state", longest, LATER);
        assertThatThrownBy(() -> logins.save("other", longest + "x", LATER))
                .isInstanceOf(StoreException.class)
                .hasMessage("Cannot save a pending login of 16385 characters: use at most 16384");
        assertThat(logins.consume("other")).isEmpty();
        assertThat(logins.consume("state")).contains(longest);
    }

    @Test
    void expiredLoginIsNeverReturned() {
        logins.save("state", "body", LATER);
        clock.advance(Duration.ofSeconds(600));
        assertThat(logins.consume("state")).isEmpty();
    }

    @Test
    void loginIsReturnedUntilItExpires() {
        logins.save("state", "body", LATER);
        clock.advance(Duration.ofSeconds(600).minusMillis(1));
        assertThat(logins.consume("state")).contains("body");
    }

    @Test
    void loginsOverTheLimitAreRejectedUntilSomeEnd() {
        for (int i = 0; i < LIMIT; i++) {
            logins.save("state-" + i, "body", i == 0 ? START.plusSeconds(120) : LATER);
        }
        assertFull();
        assertThat(logins.consume("state-1")).contains("body");
        logins.save("after-a-take", "body", LATER);
        assertFull();
        clock.advance(Duration.ofSeconds(121));
        logins.save("after-an-expiry", "body", LATER);
        assertFull();
        assertThat(logins.consume("after-a-take")).contains("body");
    }

    private void assertFull() {
        assertThatThrownBy(() -> logins.save("one-too-many", "body-SECRET", LATER))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining(LIMIT + " logins are pending")
                .hasMessageNotContaining("SECRET");
        assertThat(logins.consume("one-too-many")).isEmpty();
    }

    static List<String> hostile() {
        return List.of(
                "",
                " ",
                "../one",
                "..",
                "a/b",
                "a\u0000b",
                "one\n",
                "o\ud800",
                "x' OR '1'='1",
                "%",
                "s".repeat(513),
                "s".repeat(1 << 20));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileStateFindsNothing(String state) {
        logins.save("one", "body", LATER);
        logins.save("o?", "body", LATER);
        assertThat(logins.consume(state)).isEmpty();
        assertThat(logins.consume("one")).contains("body");
    }

    @Test
    void invalidStateIsRejected() {
        for (String state : List.of("", "a b", "\u00e4", "s".repeat(513))) {
            assertThatThrownBy(() -> logins.save(state, "body", LATER))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("visible ASCII");
        }
        for (String state : List.of("../../x", "a/b", "'; DROP TABLE pending_logins; --".replace(' ', '+'), "CON")) {
            logins.save(state, "body of " + state, LATER);
            assertThat(logins.consume(state)).contains("body of " + state);
        }
    }
}
