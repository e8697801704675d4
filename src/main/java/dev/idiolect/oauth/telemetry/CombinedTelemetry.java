package dev.idiolect.oauth.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Passes everything to several receivers. Ends their operations in reverse order, because spans are nested. */
final class CombinedTelemetry implements Telemetry {

    private final List<Telemetry> receivers;

    CombinedTelemetry(List<Telemetry> receivers) {
        this.receivers = List.copyOf(receivers);
    }

    @Override
    public RunningOperation start(Operation operation, @Nullable String detail) {
        List<RunningOperation> running = new ArrayList<>(receivers.size());
        for (Telemetry receiver : receivers) {
            running.add(receiver.start(operation, detail));
        }
        return outcome -> {
            for (int i = running.size() - 1; i >= 0; i--) {
                running.get(i).end(outcome);
            }
        };
    }

    @Override
    public void count(Counter counter, @Nullable String value, long amount) {
        receivers.forEach(receiver -> receiver.count(counter, value, amount));
    }

    @Override
    public Registration gauge(Gauge gauge, Supplier<OptionalLong> value) {
        List<Registration> registrations =
                receivers.stream().map(receiver -> receiver.gauge(gauge, value)).toList();
        return () -> registrations.forEach(Registration::close);
    }

    @Override
    public void resending(int resendCount) {
        receivers.forEach(receiver -> receiver.resending(resendCount));
    }

    @Override
    public Runnable inCurrentContext(Runnable task) {
        Runnable wrapped = task;
        for (Telemetry receiver : receivers) {
            wrapped = receiver.inCurrentContext(wrapped);
        }
        return wrapped;
    }
}
