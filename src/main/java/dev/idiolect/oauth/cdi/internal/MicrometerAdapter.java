package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.telemetry.Counter;
import dev.idiolect.oauth.telemetry.Gauge;
import dev.idiolect.oauth.telemetry.Operation;
import dev.idiolect.oauth.telemetry.Telemetry;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reports metrics to Micrometer. Each metric always has the same tags, as Prometheus requires: a tag without a value is
 * {@code none}.
 */
final class MicrometerAdapter implements Telemetry {

    private static final String NONE = "none";

    private final MeterRegistry registry;
    private final Map<MetricKey, Timer> timers = new ConcurrentHashMap<>();
    private final Map<MetricKey, io.micrometer.core.instrument.Counter> counters = new ConcurrentHashMap<>();

    MicrometerAdapter(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Returns an adapter for the registry of the container, or for the global one. */
    static Optional<Telemetry> find(Instance<Object> beans) {
        Instance<MeterRegistry> bean = beans.select(MeterRegistry.class);
        return Optional.of(new MicrometerAdapter(bean.isResolvable() ? bean.get() : Metrics.globalRegistry));
    }

    @Override
    public RunningOperation start(Operation operation, @Nullable String detail) {
        long start = System.nanoTime();
        return outcome -> timer(operation, detail, outcome).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Operation operation, @Nullable String detail, @Nullable String outcome) {
        return timers.computeIfAbsent(new MetricKey(operation, detail, outcome), key -> {
            List<Tag> tags = new ArrayList<>();
            operation.detailKey().ifPresent(name -> tags.add(tag(name, detail)));
            tags.add(tag(operation.outcomeKey(), outcome));
            return Timer.builder(operation.metricName())
                    .description(operation.description())
                    .tags(tags)
                    .register(registry);
        });
    }

    @Override
    public void count(Counter counter, @Nullable String value, long amount) {
        counters.computeIfAbsent(new MetricKey(counter, value, null), key -> {
                    List<Tag> tags = new ArrayList<>();
                    counter.key().ifPresent(name -> tags.add(tag(name, value)));
                    return io.micrometer.core.instrument.Counter.builder(counter.metricName())
                            .description(counter.description())
                            .tags(tags)
                            .register(registry);
                })
                .increment((double) amount);
    }

    private static Tag tag(String name, @Nullable String value) {
        return Tag.of(name, value == null ? NONE : value);
    }

    private static double known(Supplier<OptionalLong> value) {
        OptionalLong known = value.get();
        return known.isPresent() ? (double) known.getAsLong() : Double.NaN;
    }

    @Override
    public Registration gauge(Gauge gauge, Supplier<OptionalLong> value) {
        // A registry ignores a second gauge of the same name.
        Meter earlier = registry.find(gauge.metricName()).gauge();
        if (earlier != null) {
            registry.remove(earlier);
        }
        Meter registered = io.micrometer.core.instrument.Gauge.builder(gauge.metricName(), () -> known(value))
                .description(gauge.description())
                .strongReference(true)
                .register(registry);
        return () -> {
            if (registry.find(gauge.metricName()).gauge() == registered) {
                registry.remove(registered);
            }
        };
    }
}
