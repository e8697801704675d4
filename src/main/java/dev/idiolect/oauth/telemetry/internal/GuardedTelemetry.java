package dev.idiolect.oauth.telemetry.internal;

import dev.idiolect.oauth.telemetry.Counter;
import dev.idiolect.oauth.telemetry.Gauge;
import dev.idiolect.oauth.telemetry.Operation;
import dev.idiolect.oauth.telemetry.Telemetry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Protects the library from its telemetry, and the telemetry from too many time series: a failing implementation is
 * logged once and changes no outcome, and a value outside its set becomes {@link Operation#OTHER}.
 */
public final class GuardedTelemetry implements Telemetry {

    private static final Logger LOG = System.getLogger(GuardedTelemetry.class.getName());

    private final Telemetry receiver;
    private final AtomicBoolean warned = new AtomicBoolean();

    private GuardedTelemetry(Telemetry receiver) {
        this.receiver = receiver;
    }

    /** Returns a guarded telemetry; {@code telemetry} itself if it needs no guard. */
    public static Telemetry of(Telemetry telemetry) {
        return telemetry == Telemetry.none() || telemetry instanceof GuardedTelemetry
                ? telemetry
                : new GuardedTelemetry(telemetry);
    }

    @Override
    public RunningOperation start(Operation operation, @Nullable String detail) {
        RunningOperation running =
                guard(() -> receiver.start(operation, allowed(operation.details(), detail)), outcome -> {});
        return outcome -> guard(() -> running.end(allowed(operation.outcomes(), outcome)));
    }

    @Override
    public void count(Counter counter, @Nullable String value, long amount) {
        guard(() -> receiver.count(counter, allowed(counter.allowedValues(), value), amount));
    }

    @Override
    public Registration gauge(Gauge gauge, Supplier<OptionalLong> value) {
        Registration registration = guard(() -> receiver.gauge(gauge, () -> known(gauge, value)), () -> {});
        return () -> guard(registration::close);
    }

    @Override
    public void resending(int resendCount) {
        guard(() -> receiver.resending(resendCount));
    }

    @Override
    public Runnable inCurrentContext(Runnable task) {
        return guard(() -> receiver.inCurrentContext(task), task);
    }

    // A store can fail at any time, and exporters log each failure.
    private static OptionalLong known(Gauge gauge, Supplier<OptionalLong> value) {
        try {
            return value.get();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "The value of " + gauge.metricName() + " is not known", e);
            return OptionalLong.empty();
        }
    }

    private static @Nullable String allowed(Set<String> values, @Nullable String value) {
        return value == null || values.contains(value) ? value : Operation.OTHER;
    }

    private void guard(Runnable report) {
        guard(
                () -> {
                    report.run();
                    return true;
                },
                false);
    }

    private <T> T guard(Supplier<T> report, T otherwise) {
        try {
            return report.get();
        } catch (RuntimeException | LinkageError e) {
            if (warned.compareAndSet(false, true)) {
                LOG.log(Level.WARNING, "IDOA-1001: Telemetry failed; metrics and traces may be incomplete", e);
            }
            return otherwise;
        }
    }
}
