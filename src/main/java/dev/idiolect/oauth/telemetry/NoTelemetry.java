package dev.idiolect.oauth.telemetry;

import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ignores everything. */
final class NoTelemetry implements Telemetry {

    static final Telemetry INSTANCE = new NoTelemetry();

    private static final RunningOperation OPERATION = outcome -> {};
    private static final Registration REGISTRATION = () -> {};

    private NoTelemetry() {}

    @Override
    public RunningOperation start(Operation operation, @Nullable String detail) {
        return OPERATION;
    }

    @Override
    public void count(Counter counter, @Nullable String value, long amount) {}

    @Override
    public Registration gauge(Gauge gauge, Supplier<OptionalLong> value) {
        return REGISTRATION;
    }
}
