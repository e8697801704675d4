package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.telemetry.Counter;
import dev.idiolect.oauth.telemetry.Gauge;
import dev.idiolect.oauth.telemetry.Operation;
import dev.idiolect.oauth.telemetry.Telemetry;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MicrometerAdapterTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Telemetry telemetry = new MicrometerAdapter(registry);

    @Test
    void durationsAreTimersWithTags() {
        telemetry.start(Operation.LOGIN, "begin").end(null);
        telemetry.start(Operation.LOGIN, "begin").end("denied");
        assertThat(registry.get("idiolect.oauth.login.duration")
                        .tags("idiolect.oauth.login.stage", "begin", "error.type", "none")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("idiolect.oauth.login.duration")
                        .tag("error.type", "denied")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    // Prometheus rejects meters of one name with different tags.
    @Test
    void metersOfOneNameHaveTheSameTags() {
        for (Operation operation : Operation.values()) {
            String detail = operation.details().stream().findFirst().orElse(null);
            telemetry.start(operation, detail).end(null);
            operation
                    .outcomes()
                    .forEach(outcome -> telemetry.start(operation, detail).end(outcome));
            Set<Set<String>> keys = registry.find(operation.metricName()).meters().stream()
                    .map(Meter::getId)
                    .map(id -> id.getTags().stream().map(Tag::getKey).collect(Collectors.toSet()))
                    .collect(Collectors.toSet());
            assertThat(keys).as(operation.metricName()).hasSize(1);
        }
    }

    @Test
    void countsAreCounters() {
        telemetry.count(Counter.SWEPT_SESSIONS, "refreshed", 3);
        telemetry.count(Counter.SWEPT_SESSIONS, "refreshed", 4);
        assertThat(registry.get("idiolect.oauth.sweep.sessions")
                        .tag("idiolect.oauth.sweep.outcome", "refreshed")
                        .counter()
                        .count())
                .isEqualTo(7);
    }

    @Test
    void newerGaugeReplacesTheEarlierOne() {
        Telemetry.Registration first = telemetry.gauge(Gauge.UNSAVED_SESSIONS, () -> OptionalLong.of(1));
        Telemetry.Registration second = telemetry.gauge(Gauge.UNSAVED_SESSIONS, () -> OptionalLong.of(2));
        first.close();
        assertThat(registry.get("idiolect.oauth.sessions.unsaved").gauge().value())
                .isEqualTo(2);
        Telemetry.Registration unknown = telemetry.gauge(Gauge.PENDING_LOGINS, OptionalLong::empty);
        assertThat(registry.get("idiolect.oauth.logins.pending").gauge().value())
                .isNaN();
        unknown.close();
        second.close();
        assertThat(registry.find("idiolect.oauth.sessions.unsaved").gauge()).isNull();
    }
}
