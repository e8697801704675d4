package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.testkit.internal.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginLimiterTest {

    private final TestClock clock = TestClock.at(Instant.EPOCH);
    private final LoginLimiter limiter = new LoginLimiter(clock);

    /** Returns how long the client must wait; zero if it could start. */
    private Duration start(String address) {
        try {
            return limiter.login(address, () -> Duration.ZERO);
        } catch (TooManyException e) {
            return e.retryAfter();
        }
    }

    private void start(int times, String address) {
        IntStream.range(0, times).forEach(i -> assertThat(start(address)).isZero());
    }

    private int started(int times, String format, int first) {
        return (int) IntStream.range(first, first + times)
                .filter(i -> start(format.formatted(i)).isZero())
                .count();
    }

    @Test
    void clientOverTheLimitWaitsForTheEndOfTheWindow() {
        start(LoginLimiter.MAX_PER_CLIENT, "192.0.2.1");
        clock.advance(Duration.ofMinutes(4));
        assertThat(start("192.0.2.1")).isEqualTo(Duration.ofMinutes(6).plusSeconds(1));
        clock.advance(Duration.ofMinutes(6));
        start(1, "192.0.2.1");
    }

    @Test
    void clockThatWasSetBackDoesNotExtendTheWait() {
        clock.advance(Duration.ofDays(1));
        start(LoginLimiter.MAX_PER_CLIENT, "192.0.2.1");
        clock.advance(Duration.ofDays(-1));
        start(1, "192.0.2.1");
    }

    @Test
    void addressesOfOneIpv6NetworkAreOneClient() {
        start(LoginLimiter.MAX_PER_CLIENT, "2001:db8:0:1::1");
        assertThat(start("2001:db8:0:1:ffff::2")).isPositive();
        start(1, "2001:db8:0:2::1");
    }

    @Test
    void ipv4AddressHasOneLimitInEachSpelling() {
        start(LoginLimiter.MAX_PER_CLIENT, "192.0.2.1");
        assertThat(start(" 192.0.2.1 ")).isPositive();
        assertThat(start("::ffff:192.0.2.1")).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1:%d",
        "192.0.2.1, /192.0.2.1:%d",
        "2001:db8::1, [2001:db8::1]:%d",
        "2001:db8::1, [2001:db8::1]",
        "2001:db8::1, '\"[2001:db8::1]:%d\"'",
        "2001:db8::1, 2001:db8::1%%eth%d",
        "2001:db8::1, '[2001:db8::%x%%1]:%1$d'",
        "192.0.2.1, ::ffff:192.0.2.1%%%d",
    })
    void anotherPortOrZoneIsNoOtherClient(String address, String form) {
        assertThat(started(600, form, 1024)).isEqualTo(LoginLimiter.MAX_PER_CLIENT);
        assertThat(start(address)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {".::1", ".1:2", "1.2.3", "example.com", "example.com:80", "[::1", "::1]", "1.2.3.4:x", ":"})
    void textThatIsNoAddressIsNeverLookedUp(String text) {
        assertThat(ClientNetworks.of(text).provider()).isEqualTo("text");
    }

    @Test
    void largerNetworksHaveLargerLimits() {
        assertThat(started(256, "2001:db8:0:%x::1", 0)).isEqualTo(2 * LoginLimiter.MAX_PER_CLIENT);
        assertThat(started(256, "2001:db8:0:7f%02x::1", 0)).isEqualTo(2 * LoginLimiter.MAX_PER_CLIENT);
        for (int i = 1; i < 256; i++) {
            started(3, "2001:db8:0:" + Integer.toHexString(i) + "%02x::1", 0);
        }
        assertThat(start("2001:db8:0:ffff::1")).isPositive();
        start(1, "2001:db8:1:ffff::1");
        for (int i = 0; i < 3; i++) {
            started(256, "192.0.2.%d", 0);
        }
        assertThat(start("192.0.2.9")).isPositive();
        start(1, "192.0.3.9");
    }

    @Test
    void networkWithManyAddressesDisplacesOnlyItself() {
        start(LoginLimiter.MAX_PER_CLIENT, "192.0.2.1");
        start(LoginLimiter.MAX_PER_CLIENT, "2001:db9::1");
        // 65,536 networks of 48 bits, as many as a provider has.
        assertThat(started(65_536, "2001:db8:%x::1", 0)).isEqualTo(65_536);
        assertThat(start("192.0.2.1")).isPositive();
        assertThat(start("2001:db9::1")).isPositive();
        start(1, "198.51.100.1");
        assertThat(limiter.entries()).isEqualTo(LoginLimiter.MAX_ENTRIES);
    }

    @Test
    void oneIpv6PrefixUsesUpNoLimitOfOthers() {
        assertThat(started(256, "2001:db8:0:7f%02x::1", 0) + started(20_000, "2001:db8:0:7f00:%x::1", 0))
                .isLessThanOrEqualTo(2 * LoginLimiter.MAX_PER_CLIENT);
        start(1, "2001:db8:1::1");
        start(1, "198.51.100.1");
    }

    @Test
    void longAddressIsTruncated() {
        start(LoginLimiter.MAX_PER_CLIENT, "x".repeat(8000));
        assertThat(start("x".repeat(9000))).isPositive();
    }

    @Test
    void textThatOnlyLooksLikeAnAddressIsNotLookedUp() {
        for (String text : new String[] {"999.1.1.1", "1.2.3", "1.2.3.4.5", "a.b.c.d", "1:2", "::1%lo"}) {
            start(LoginLimiter.MAX_PER_CLIENT, text);
            assertThat(start(text)).isPositive();
        }
    }

    @Test
    void unknownClientsShareALimitOfTheirOwn() {
        start(LoginLimiter.MAX_FOR_UNKNOWN_CLIENTS, null);
        assertThat(start((String) null)).isPositive();
        start(1, "192.0.2.1");
    }

    @Test
    void oneClientHasOnlySomeLoginsInProgress() throws Exception {
        assertThat(nested("192.0.2.1")).isEqualTo(LoginLimiter.MAX_CONCURRENT_PER_CLIENT);
        start(1, "192.0.2.1");
    }

    @Test
    void largeNetworkHasOnlyHalfOfTheLoginsInProgress() {
        for (String format : new String[] {"2001:db8:0:%x::1", "2001:db8:1:%x00::1", "192.0.2.%d"}) {
            assertThat(nested(format)).isEqualTo(LoginLimiter.MAX_CONCURRENT_PER_NETWORK);
        }
    }

    /** Starts logins inside each other, from one client or from many, and returns how many could start. */
    private int nested(String format) {
        return nested(2 * LoginLimiter.MAX_CONCURRENT_PER_NETWORK, format);
    }

    private int nested(int depth, String format) {
        if (depth == 0) {
            return 0;
        }
        try {
            return limiter.login(format.formatted(depth), () -> 1 + nested(depth - 1, format));
        } catch (TooManyException e) {
            assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(5));
            return 0;
        }
    }

    @Test
    void loginsUseUpNoLimitOfCallbacks() throws Exception {
        start(LoginLimiter.MAX_PER_CLIENT, "192.0.2.1");
        for (int i = 0; i < LoginLimiter.MAX_PER_CLIENT; i++) {
            assertThat(limiter.callback("192.0.2.1", () -> true)).isTrue();
        }
        assertThatThrownBy(() -> limiter.callback("192.0.2.1", () -> true)).isInstanceOf(TooManyException.class);
    }

    @Test
    void failedLoginGivesItsPlaceBack() {
        for (int i = 0; i < LoginLimiter.MAX_CONCURRENT_PER_CLIENT + 1; i++) {
            assertThatThrownBy(() -> limiter.login("192.0.2.1", () -> {
                        throw new IllegalStateException("failed");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
        start(1, "192.0.2.1");
    }
}
