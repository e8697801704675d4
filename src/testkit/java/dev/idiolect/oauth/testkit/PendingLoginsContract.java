package dev.idiolect.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of {@link PendingLogins}: sign-ins that wait for the browser to return. */
@Timeout(120)
public abstract class PendingLoginsContract {

    private static final String ONCE =
            "A login is consumed once. Otherwise an attacker who has read a callback URL can use it"
                    + " again (RFC 9700, section 4.7.1).";
    private static final String LIMITED =
            "The number of pending logins is limited. Otherwise a flood of sign-ins fills the store.";
    private static final int MAX_BODY = 16_384;

    /** The storage under test. */
    protected PendingLogins logins;

    /** For subclasses. */
    protected PendingLoginsContract() {}

    /**
     * Opens a storage for pending logins that is empty. Called before each test.
     *
     * @return the storage to test
     * @throws Exception if it cannot be opened
     */
    protected abstract PendingLogins open() throws Exception;

    /**
     * Closes the storage that {@link #open} has opened. Called after each test.
     *
     * @throws Exception if that fails
     */
    protected void close() throws Exception {}

    /**
     * Returns the current time of the clock with which {@link #logins} compares expiry times.
     *
     * @return the system time by default
     */
    protected Instant now() {
        return Instant.now();
    }

    /**
     * Returns the maximum number of pending logins in {@link #logins}. The tests save this number of logins. If
     * {@link #open} configures a lower limit, to save time, override this method.
     *
     * @return {@link PendingLogins#LIMIT} by default
     */
    protected int limit() {
        return PendingLogins.LIMIT;
    }

    /**
     * Opens {@link #logins} before each test.
     *
     * @throws Exception if it cannot be opened
     */
    @BeforeEach
    protected void openLogins() throws Exception {
        logins = open();
    }

    /**
     * Calls {@link #close} after each test.
     *
     * @throws Exception if that fails
     */
    @AfterEach
    protected void closeLogins() throws Exception {
        close();
    }

    private Instant later() {
        return now().plus(Duration.ofMinutes(10));
    }

    @Test
    void loginIsConsumedOnce() {
        String body = "{\"a\":\"\u00e4\\n\"}\nand more";
        logins.save("one", body, later());
        logins.save("two", "", later());
        assertThat(logins.consume("one"))
                .as("consume() returns the saved text.")
                .contains(body);
        assertThat(logins.consume("one")).as(ONCE).isEmpty();
        assertThat(logins.consume("two")).as("The text may be empty.").contains("");
        assertThat(logins.consume("two")).as(ONCE).isEmpty();
    }

    @Test
    void onlyOneThreadGetsALogin() throws Exception {
        for (int round = 0; round < 5; round++) {
            String state = "round-" + round;
            logins.save(state, state, later());
            AtomicInteger winners = new AtomicInteger();
            Threads.together(
                    "consume()",
                    16,
                    Duration.ofSeconds(60),
                    thread -> logins.consume(state).ifPresent(body -> winners.incrementAndGet()));
            assertThat(winners).as(ONCE).hasValue(1);
        }
    }

    @Test
    void unknownStateIsEmpty() {
        logins.save("one", "body", later());
        assertThat(logins.consume("two"))
                .as("consume() returns empty for an unknown state.")
                .isEmpty();
        assertThat(logins.consume("ONE")).as("States are case-sensitive.").isEmpty();
        assertThat(logins.consume("one"))
                .as("Other states leave a login unchanged.")
                .contains("body");
    }

    @Test
    void expiredLoginIsNeverReturned() {
        logins.save("state", "body", now().minusSeconds(1));
        assertThat(logins.consume("state"))
                .as("An expired login is never returned, even if it is still stored.")
                .isEmpty();
    }

    @Test
    void longBodyIsRejected() {
        String longest = "x".repeat(MAX_BODY);
        logins.save("state", longest, later());
        assertThatThrownBy(
                        () -> logins.save("other", longest + "x", later()),
                        "save() rejects more than " + MAX_BODY + " characters: a hostile server can send long values.")
                .isInstanceOf(StoreException.class);
        assertThat(logins.consume("other")).as("A rejected login is not saved.").isEmpty();
        assertThat(logins.consume("state").equals(Optional.of(longest)))
                .as("A login of " + MAX_BODY + " characters is saved.")
                .isTrue();
    }

    @Test
    void loginsOverTheLimitAreRejected() {
        for (int i = 0; i < limit(); i++) {
            logins.save("state-" + i, "body", later());
        }
        requireFull();
        assertThat(logins.consume("state-1"))
                .as("Logins that were saved remain stored.")
                .contains("body");
        logins.save("after", "body", later());
        requireFull();
        assertThat(logins.consume("after"))
                .as("After a login is consumed, another one can be saved.")
                .contains("body");
    }

    /** Fails unless the storage rejects another login. */
    void requireFull() {
        assertThatThrownBy(() -> logins.save("one-too-many", "body-SECRET", later()), LIMITED)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e.isTransient()).as(LIMITED).isTrue())
                .hasMessageNotContaining("SECRET");
        assertThat(logins.consume("one-too-many"))
                .as("A rejected login is not saved.")
                .isEmpty();
    }

    static List<String> anyText() {
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
    @MethodSource("anyText")
    void anyOtherTextFindsNothing(String state) {
        logins.save("one", "body", later());
        logins.save("o?", "body", later());
        assertThat(logins.consume(state))
                .as(
                        "consume() returns empty for any unknown text. The text comes from the browser, so it can be invalid.")
                .isEmpty();
        assertThat(logins.consume("one"))
                .as("Other states leave a login unchanged.")
                .contains("body");
    }

    @Test
    void invalidStateIsRejected() {
        for (String state : List.of("", "a b", "\u00e4", "s".repeat(513))) {
            assertThatThrownBy(
                            () -> logins.save(state, "body", later()),
                            "save() rejects a state that is not 1 to 512 visible ASCII characters.")
                    .isInstanceOf(StoreException.class);
        }
    }

    @Test
    void stateMayContainAnyVisibleCharacter() {
        List<String> states = List.of("../../x", "a/b", "';+DROP+TABLE+pending_logins;+--", "CON", "s".repeat(512));
        states.forEach(state -> logins.save(state, "body of " + state, later()));
        states.forEach(state -> assertThat(logins.consume(state))
                .as("A state can contain any visible ASCII character: it must not become a part of a path or a query.")
                .contains("body of " + state));
    }
}
