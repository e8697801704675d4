package dev.idiolect.oauth.telemetry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.store.LogCapture;
import dev.idiolect.oauth.telemetry.Counter;
import dev.idiolect.oauth.telemetry.Gauge;
import dev.idiolect.oauth.telemetry.Operation;
import dev.idiolect.oauth.telemetry.RecordingTelemetry;
import dev.idiolect.oauth.telemetry.Telemetry;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class GuardedTelemetryTest {

    @Test
    void valuesOutsideTheirSetAreReportedAsOther() {
        RecordingTelemetry recorded = new RecordingTelemetry();
        Telemetry telemetry = GuardedTelemetry.of(recorded);
        telemetry.start(Operation.STORE, "did:plc:ewvi7nxzyoun6zhxrhs64oiz").end("pds.example.com");
        telemetry.start(Operation.STORE, "load").end(null);
        telemetry.count(Counter.SESSIONS_ENDED, "alice.example.com", 1);
        telemetry.count(Counter.SESSIONS_ENDED, "moved", 1);
        assertThat(recorded.all())
                .containsExactly(
                        "STORE _OTHER -> _OTHER", "STORE load", "SESSIONS_ENDED _OTHER +1", "SESSIONS_ENDED moved +1");
    }

    @Test
    void failuresAreLoggedOnceAndChangeNothing() {
        Telemetry telemetry = GuardedTelemetry.of(new FailingTelemetry());
        try (LogCapture log = new LogCapture(GuardedTelemetry.class)) {
            telemetry.start(Operation.LOGIN, "begin").end("denied");
            telemetry.count(Counter.SAVE_FAILURES, null, 1);
            telemetry.gauge(Gauge.PENDING_LOGINS, OptionalLong::empty).close();
            telemetry.resending(1);
            StringBuilder ran = new StringBuilder();
            telemetry.inCurrentContext(() -> ran.append("task")).run();
            assertThat(ran).hasToString("task");
            assertThat(log.messages()).singleElement().asString().contains("Telemetry failed");
        }
    }

    @Test
    void operationThatCannotEndChangesNothing() {
        Telemetry unendable = new FailingTelemetry() {
            @Override
            public RunningOperation start(Operation operation, String detail) {
                return outcome -> {
                    throw new IllegalStateException("cannot end");
                };
            }
        };
        assertThat(Measurement.run(
                        GuardedTelemetry.of(unendable), Operation.SWEEP, null, e -> "permanent", () -> "done"))
                .isEqualTo("done");
    }

    @Test
    void noTelemetryNeedsNoGuard() {
        assertThat(GuardedTelemetry.of(Telemetry.none())).isSameAs(Telemetry.none());
        assertThat(Telemetry.of(List.of())).isSameAs(Telemetry.none());
    }

    @Test
    void twoReceiversGetTheSameReports() {
        RecordingTelemetry one = new RecordingTelemetry();
        RecordingTelemetry other = new RecordingTelemetry();
        Telemetry both = Telemetry.of(List.of(one, other));
        both.start(Operation.REFRESH, null).end("refreshed");
        both.count(Counter.CALL_RETRIES, "nonce", 1);
        Telemetry.Registration gauge = both.gauge(Gauge.UNSAVED_SESSIONS, () -> OptionalLong.of(7));
        assertThat(one.value(Gauge.UNSAVED_SESSIONS)).isEqualTo(7);
        assertThat(other.value(Gauge.UNSAVED_SESSIONS)).isEqualTo(7);
        gauge.close();
        assertThat(other.has(Gauge.UNSAVED_SESSIONS)).isFalse();
        assertThat(one.all()).isEqualTo(other.all()).containsExactly("REFRESH -> refreshed", "CALL_RETRIES nonce +1");
    }

    private static class FailingTelemetry implements Telemetry {

        private static final String MESSAGE = "no exporter";

        @Override
        public RunningOperation start(Operation operation, String detail) {
            throw new IllegalStateException(MESSAGE);
        }

        @Override
        public void count(Counter counter, String value, long amount) {
            throw new NoSuchMethodError(MESSAGE);
        }

        @Override
        public Registration gauge(Gauge gauge, Supplier<OptionalLong> value) {
            throw new IllegalStateException(MESSAGE);
        }

        @Override
        public void resending(int resendCount) {
            throw new IllegalStateException(MESSAGE);
        }

        @Override
        public Runnable inCurrentContext(Runnable task) {
            throw new IllegalStateException(MESSAGE);
        }
    }
}
