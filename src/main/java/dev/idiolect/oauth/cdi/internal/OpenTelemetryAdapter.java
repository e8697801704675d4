package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.telemetry.Counter;
import dev.idiolect.oauth.telemetry.Gauge;
import dev.idiolect.oauth.telemetry.Operation;
import dev.idiolect.oauth.telemetry.Telemetry;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.enterprise.inject.Instance;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reports to OpenTelemetry: metrics, and spans that become current.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/">OpenTelemetry semantic conventions</a>
 */
final class OpenTelemetryAdapter implements Telemetry {

    private static final String SCOPE = "dev.idiolect.oauth";

    // As recommended for the duration of HTTP requests. Refreshes and logins consist of such requests.
    private static final List<Double> SECONDS =
            List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0, 30.0);

    private static final double NANOS_PER_SECOND = 1e9;

    private static final AttributeKey<Long> RESEND_COUNT = AttributeKey.longKey("http.request.resend_count");

    private final Meter meter;
    private final Tracer tracer;
    private final Map<Operation, DoubleHistogram> durations = new EnumMap<>(Operation.class);
    private final Map<Counter, LongCounter> counters = new EnumMap<>(Counter.class);
    private final AttributeSets attributes = new AttributeSets();

    OpenTelemetryAdapter(OpenTelemetry openTelemetry) {
        meter = openTelemetry.getMeter(SCOPE);
        tracer = openTelemetry.getTracer(SCOPE);
        for (Operation operation : Operation.values()) {
            durations.put(operation, histogram(meter, operation));
        }
        for (Counter counter : Counter.values()) {
            counters.put(
                    counter,
                    meter.counterBuilder(counter.metricName())
                            .setDescription(counter.description())
                            .setUnit(counter.unit())
                            .build());
        }
    }

    private static DoubleHistogram histogram(Meter meter, Operation operation) {
        DoubleHistogramBuilder histogram = meter.histogramBuilder(operation.metricName())
                .setDescription(operation.description())
                .setUnit("s");
        try {
            return histogram.setExplicitBucketBoundariesAdvice(SECONDS).build();
        } catch (NoSuchMethodError e) {
            return histogram.build(); // before version 1.32
        }
    }

    /** Returns an adapter for the bean of the container, or for an agent; empty if there is neither. */
    static Optional<Telemetry> find(Instance<Object> beans) {
        Instance<OpenTelemetry> bean = beans.select(OpenTelemetry.class);
        if (bean.isResolvable()) {
            return Optional.of(new OpenTelemetryAdapter(bean.get()));
        }
        // Without the check, reading the global instance would set it.
        return GlobalOpenTelemetry.isSet()
                ? Optional.of(new OpenTelemetryAdapter(GlobalOpenTelemetry.get()))
                : Optional.empty();
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // The end of the operation closes the scope.
    public RunningOperation start(Operation operation, @Nullable String detail) {
        long start = System.nanoTime();
        Span span = operation.isSpan() ? startSpan(operation, detail) : Span.getInvalid();
        Scope scope = operation.isSpan() ? span.makeCurrent() : Scope.noop();
        return outcome -> {
            double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
            // Within the scope, so that the SDK can attach the span as an exemplar.
            duration(operation).record(seconds, attributes.of(operation, detail, outcome));
            scope.close();
            if (outcome != null) {
                span.setAttribute(operation.outcomeKey(), outcome);
            }
            if (operation.isFailure(outcome)) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        };
    }

    private Span startSpan(Operation operation, @Nullable String detail) {
        return tracer.spanBuilder(operation.spanName())
                .setSpanKind(operation == Operation.HTTP_REQUEST ? SpanKind.CLIENT : SpanKind.INTERNAL)
                .setAllAttributes(attributes.of(operation, detail, null))
                .startSpan();
    }

    private DoubleHistogram duration(Operation operation) {
        return Objects.requireNonNull(durations.get(operation));
    }

    @Override
    public void count(Counter counter, @Nullable String value, long amount) {
        Objects.requireNonNull(counters.get(counter)).add(amount, attributes.of(counter, value));
    }

    @Override
    public Registration gauge(Gauge gauge, Supplier<OptionalLong> value) {
        ObservableLongGauge registered = meter.gaugeBuilder(gauge.metricName())
                .setDescription(gauge.description())
                .setUnit(gauge.unit())
                .ofLongs()
                .buildWithCallback(measurement -> value.get().ifPresent(measurement::record));
        return registered::close;
    }

    @Override
    public void resending(int resendCount) {
        Span.current().setAttribute(RESEND_COUNT, (long) resendCount);
    }

    @Override
    public Runnable inCurrentContext(Runnable task) {
        return Context.current().wrap(task);
    }
}
