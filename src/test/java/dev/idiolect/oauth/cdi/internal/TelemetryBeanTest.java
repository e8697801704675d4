package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.telemetry.Gauge;
import dev.idiolect.oauth.telemetry.Operation;
import dev.idiolect.oauth.telemetry.RecordingTelemetry;
import dev.idiolect.oauth.telemetry.Telemetry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where an application in a container reports. */
class TelemetryBeanTest {

    private static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    private static final String METRIC = "idiolect.oauth.store.operation.duration";

    private static OpenTelemetrySystem system;
    private static SimpleMeterRegistry registry;

    @BeforeEach
    void newSystems() {
        system = new OpenTelemetrySystem();
        registry = new SimpleMeterRegistry();
    }

    /** The beans of a runtime with both systems. */
    @ApplicationScoped
    static class Systems {

        @Produces
        @Singleton
        OpenTelemetry openTelemetry() {
            return system.openTelemetry();
        }

        @Produces
        @Singleton
        MeterRegistry registry() {
            return registry;
        }
    }

    /** An application with its own system. */
    @ApplicationScoped
    static class Own {

        static final RecordingTelemetry TELEMETRY = new RecordingTelemetry();

        @Produces
        @Singleton
        Telemetry telemetry() {
            return TELEMETRY;
        }
    }

    @Test
    void bothSystemsGetReports() {
        run(Map.of(), Systems.class);
        assertThat(system.metrics()).containsKey(METRIC);
        assertThat(registry.find(METRIC).timers()).isNotEmpty();
    }

    @Test
    void oneSystemCanBeChosen() {
        run(Map.of("idiolect.oauth.telemetry", "micrometer"), Systems.class);
        assertThat(system.metrics()).doesNotContainKey(METRIC);
        assertThat(registry.find(METRIC).timers()).isNotEmpty();
    }

    @Test
    void telemetryCanBeTurnedOff() {
        run(Map.of("idiolect.oauth.telemetry", "none"), Systems.class);
        assertThat(system.metrics()).isEmpty();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void ownTelemetryReplacesTheDefault() {
        run(Map.of(), Own.class, Systems.class);
        assertThat(Own.TELEMETRY.of(Operation.STORE)).contains("STORE load");
        assertThat(system.metrics()).doesNotContainKey(METRIC);
    }

    @Test
    void applicationStopsReportingWhenItEnds() {
        run(Map.of(), Systems.class);
        assertThat(registry.find(Gauge.UNSAVED_SESSIONS.metricName()).gauge()).isNull();
        assertThat(registry.find(Gauge.PENDING_LOGINS.metricName()).gauge()).isNull();
    }

    @Test
    void unknownSystemStopsTheDeployment() {
        assertThatThrownBy(() -> TestApp.start(Map.of("idiolect.oauth.telemetry", "prometheus")))
                .hasStackTraceContaining("idiolect.oauth.telemetry=prometheus")
                .hasStackTraceContaining("auto, none, opentelemetry, micrometer");
    }

    private static void run(Map<String, String> config, Class<?>... beans) {
        try (TestApp app = TestApp.start(config, beans)) {
            app.get(OAuthTokenStore.class)
                    .save(TestSessions.full(DID).toBuilder()
                            .issuedAt(Instant.now())
                            .expiresAt(Instant.now().plusSeconds(3600))
                            .refreshExpiresAt(null)
                            .build());
            app.get(SessionRefresher.class).refreshIfNeeded(DID);
            system.metrics();
        }
    }
}
