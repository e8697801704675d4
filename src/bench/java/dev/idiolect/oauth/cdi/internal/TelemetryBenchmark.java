package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.telemetry.Operation;
import dev.idiolect.oauth.telemetry.Telemetry;
import dev.idiolect.oauth.telemetry.internal.GuardedTelemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reports an operation without doing any work. The exporters are left out: they run on other threads. */
@State(Scope.Benchmark)
public class TelemetryBenchmark {

    private final Telemetry none = GuardedTelemetry.of(Telemetry.none());
    private final Telemetry idle = GuardedTelemetry.of(new OpenTelemetryAdapter(OpenTelemetry.noop()));
    private final Telemetry openTelemetry = GuardedTelemetry.of(new OpenTelemetryAdapter(OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder().build())
            .setMeterProvider(SdkMeterProvider.builder()
                    .registerMetricReader(InMemoryMetricReader.create())
                    .build())
            .build()));
    private final Telemetry micrometer = GuardedTelemetry.of(new MicrometerAdapter(new SimpleMeterRegistry()));

    private static void store(Telemetry telemetry) {
        telemetry.start(Operation.STORE, "load").end(null);
    }

    private static void refresh(Telemetry telemetry) {
        telemetry.start(Operation.REFRESH, null).end("refreshed");
    }

    @Benchmark
    public void storeWithoutTelemetry() {
        store(none);
    }

    @Benchmark
    public void storeIdle() {
        store(idle);
    }

    @Benchmark
    public void storeOpenTelemetry() {
        store(openTelemetry);
    }

    @Benchmark
    public void storeMicrometer() {
        store(micrometer);
    }

    @Benchmark
    public void refreshOpenTelemetry() {
        refresh(openTelemetry);
    }

    @Benchmark
    public void refreshMicrometer() {
        refresh(micrometer);
    }
}
