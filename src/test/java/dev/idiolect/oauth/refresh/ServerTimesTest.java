package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerTimesTest {

    private static final String SERVER = "https://auth.example.com";
    private static final Duration FAST = Duration.ofMillis(500);

    private final ServerTimes times = new ServerTimes();

    @Test
    void aFewFastResponsesDoNotHideASlowServer() {
        assertThat(times.mean(SERVER)).isNull();
        assertThat(times.add(SERVER, Duration.ofSeconds(79))).isEqualTo(Duration.ofSeconds(79));
        for (int i = 0; i < 5; i++) {
            times.add(SERVER, FAST);
        }
        assertThat(times.mean(SERVER)).isGreaterThan(ServerTimes.SLOW);
        assertThat(times.mean("https://server.other.example")).isNull();
    }

    @Test
    void serverThatBecomesFastIsFastAfterManyResponses() {
        times.add(SERVER, Duration.ofSeconds(79));
        for (int i = 0; i < 100; i++) {
            times.add(SERVER, FAST);
        }
        assertThat(times.mean(SERVER)).isLessThan(ServerTimes.SLOW);
    }

    @Test
    void adjustedClockCannotMakeAServerSlowForDays() {
        assertThat(times.add(SERVER, Duration.ofDays(1))).isEqualTo(RefreshLimits.CALLER_WAIT);
        assertThat(times.add("https://server.other.example", Duration.ofDays(-1)))
                .isZero();
    }
}
