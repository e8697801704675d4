package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.TestClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoginLimiterTest {

    private final TestClock clock = TestClock.at(java.time.Instant.EPOCH);
    private final LoginLimiter limiter = new LoginLimiter(clock);

    private void begin(int times, String address) {
        IntStream.range(0, times).forEach(i -> assertThat(limiter.wait(address)).isZero());
    }

    @Test
    void aClientWaitsUntilItsTenMinutesAreOver() {
        begin(LoginLimiter.FOR_EACH, "192.0.2.1");
        clock.advance(Duration.ofMinutes(4));
        assertThat(limiter.wait("192.0.2.1")).isEqualTo(Duration.ofMinutes(6));
        clock.advance(Duration.ofMinutes(6));
        begin(1, "192.0.2.1");
    }

    @Test
    void theAddressesOfOneIpv6NetworkAreOneClient() {
        begin(LoginLimiter.FOR_EACH, "2001:db8:0:1::1");
        assertThat(limiter.wait("2001:db8:0:1:ffff::2")).isPositive();
        begin(1, "2001:db8:0:2::1");
    }

    @Test
    void aHeaderInPlaceOfAnAddressIsRememberedInPart() {
        begin(LoginLimiter.FOR_EACH, "x".repeat(8000));
        assertThat(limiter.wait("x".repeat(9000))).isPositive();
    }

    @Test
    void clientsThatNobodyKnowsShareMoreAndLeaveTheKnownOnesAlone() {
        begin(LoginLimiter.FOR_ALL_UNKNOWN, null);
        assertThat(limiter.wait(null)).isPositive();
        begin(1, "192.0.2.1");
    }
}
