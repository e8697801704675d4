package dev.idiolect.oauth.cdi.internal;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real OpenTelemetry SDK that exports to memory. */
final class OpenTelemetrySystem {

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setMeterProvider(
                    SdkMeterProvider.builder().registerMetricReader(metrics).build())
            .build();

    OpenTelemetry openTelemetry() {
        return sdk;
    }

    /** Returns the ended spans, in the order of their ends. */
    List<SpanData> spans() {
        return spans.getFinishedSpanItems();
    }

    /** Collects the metrics and returns their texts by name. */
    Map<String, String> metrics() {
        Map<String, String> texts = new HashMap<>();
        for (MetricData metric : metrics.collectAllMetrics()) {
            if (!metric.getData().getPoints().isEmpty()) {
                texts.put(metric.getName(), metric.toString());
            }
        }
        return texts;
    }

    static Map<String, String> text(Attributes attributes) {
        Map<String, String> texts = new HashMap<>();
        attributes.forEach((key, value) -> texts.put(key.getKey(), value.toString()));
        return texts;
    }
}
