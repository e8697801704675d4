package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.TestClock;
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

/** What every store keeps to with logins that have begun. */
@Timeout(60)
abstract class PendingLoginsContract {

    static final int LIMIT = 5;
    static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    static final Instant LATER = START.plusSeconds(600);

    final TestClock clock = TestClock.at(START);
    PendingLogins logins;

    /** Opens the logins under test with {@link #clock} and {@link #LIMIT}. */
    abstract PendingLogins open() throws Exception;

    abstract void close() throws Exception;

    @BeforeEach
    void openLogins() throws Exception {
        logins = open();
    }

    @AfterEach
    void closeLogins() throws Exception {
        close();
    }

    @Test
    void aLoginIsTakenOutOnce() {
        logins.put("one", "{\"a\":\"\u00e4\\n\"}\nand more", LATER);
        logins.put("two", "", LATER);
        assertThat(logins.take("one")).contains("{\"a\":\"\u00e4\\n\"}\nand more");
        assertThat(logins.take("one")).isEmpty();
        assertThat(logins.take("two")).contains("");
        assertThat(logins.take("two")).isEmpty();
    }

    @Test
    void oneOfManyThreadsGetsALogin() throws Exception {
        for (int round = 0; round < 5; round++) {
            String state = "round-" + round;
            logins.put(state, state, LATER);
            AtomicInteger winners = new AtomicInteger();
            try (Crowd crowd = new Crowd(32)) {
                crowd.run(thread -> logins.take(state).ifPresent(body -> winners.incrementAndGet()));
            }
            assertThat(winners).hasValue(1);
        }
    }

    @Test
    void anExpiredLoginIsNeverGivenOut() {
        logins.put("state", "body", LATER);
        clock.advance(Duration.ofSeconds(600));
        assertThat(logins.take("state")).isEmpty();
    }

    @Test
    void aLoginIsGivenOutUntilItExpires() {
        logins.put("state", "body", LATER);
        clock.advance(Duration.ofSeconds(600).minusMillis(1));
        assertThat(logins.take("state")).contains("body");
    }

    @Test
    void moreThanTheLimitAreRefusedUntilSomeEndOrExpire() {
        for (int i = 0; i < LIMIT; i++) {
            logins.put("state-" + i, "body", i == 0 ? START.plusSeconds(120) : LATER);
        }
        assertFull();
        assertThat(logins.take("state-1")).contains("body");
        logins.put("after-a-take", "body", LATER);
        assertFull();
        clock.advance(Duration.ofSeconds(121));
        logins.put("after-an-expiry", "body", LATER);
        assertFull();
        assertThat(logins.take("after-a-take")).contains("body");
    }

    private void assertFull() {
        assertThatThrownBy(() -> logins.put("one-too-many", "body-SECRET", LATER))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(LIMIT + " logins are pending")
                .hasMessageNotContaining("SECRET");
        assertThat(logins.take("one-too-many")).isEmpty();
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
    void aHostileStateFindsNothing(String state) {
        logins.put("one", "body", LATER);
        logins.put("o?", "body", LATER);
        assertThat(logins.take(state)).isEmpty();
        assertThat(logins.take("one")).contains("body");
    }

    @Test
    void aStateOfAnotherFormIsNotKept() {
        for (String state : List.of("", "a b", "\u00e4", "s".repeat(513))) {
            assertThatThrownBy(() -> logins.put(state, "body", LATER))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("visible ASCII");
        }
        for (String state : List.of("../../x", "a/b", "'; DROP TABLE pending_logins; --".replace(' ', '+'), "CON")) {
            logins.put(state, "body of " + state, LATER);
            assertThat(logins.take(state)).contains("body of " + state);
        }
    }
}
