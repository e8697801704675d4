package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.telemetry.Counter;
import dev.idiolect.oauth.telemetry.Operation;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The attributes of OpenTelemetry's metrics. Each set is created once, because the values are from small sets. */
final class AttributeSets {

    private final Map<MetricKey, Attributes> sets = new ConcurrentHashMap<>();

    Attributes of(Operation operation, @Nullable String detail, @Nullable String outcome) {
        return sets.computeIfAbsent(new MetricKey(operation, detail, outcome), key -> {
            AttributesBuilder attributes = Attributes.builder();
            operation.detailKey().ifPresent(name -> put(attributes, name, detail));
            put(attributes, operation.outcomeKey(), outcome);
            return attributes.build();
        });
    }

    Attributes of(Counter counter, @Nullable String value) {
        return sets.computeIfAbsent(new MetricKey(counter, value, null), key -> {
            AttributesBuilder attributes = Attributes.builder();
            counter.key().ifPresent(name -> put(attributes, name, value));
            return attributes.build();
        });
    }

    private static void put(AttributesBuilder attributes, String name, @Nullable String value) {
        if (value != null) {
            attributes.put(name, value);
        }
    }
}
