package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoginLimiterTest {

    private final TestClock clock = TestClock.at(Instant.EPOCH);
    private final LoginLimiter limiter = new LoginLimiter(clock);

    private void start(int times, String address) {
        IntStream.range(0, times)
                .forEach(i -> assertThat(limiter.count(address)).isZero());
    }

    @Test
    void clientOverTheLimitWaitsForTheEndOfTheWindow() {
        start(LoginLimiter.MAX_PER_CLIENT, "192.0.2.1");
        clock.advance(Duration.ofMinutes(4));
        assertThat(limiter.count("192.0.2.1")).isEqualTo(Duration.ofMinutes(6));
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
        assertThat(limiter.count("2001:db8:0:1:ffff::2")).isPositive();
        start(1, "2001:db8:0:2::1");
    }

    @Test
    void longAddressIsTruncated() {
        start(LoginLimiter.MAX_PER_CLIENT, "x".repeat(8000));
        assertThat(limiter.count("x".repeat(9000))).isPositive();
    }

    @Test
    void unknownClientsShareALimitOfTheirOwn() {
        start(LoginLimiter.MAX_FOR_UNKNOWN_CLIENTS, null);
        assertThat(limiter.count(null)).isPositive();
        start(1, "192.0.2.1");
    }
}
