package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.idiolect.oauth.telemetry.Counter;
import dev.idiolect.oauth.telemetry.Gauge;
import dev.idiolect.oauth.telemetry.Operation;
import dev.idiolect.oauth.telemetry.Telemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OpenTelemetryAdapterTest {

    private final OpenTelemetrySystem system = new OpenTelemetrySystem();
    private final Telemetry telemetry = new OpenTelemetryAdapter(system.openTelemetry());

    @Test
    void nestedOperationsBecomeNestedSpans() {
        Telemetry.RunningOperation login = telemetry.start(Operation.LOGIN, "begin");
        telemetry.start(Operation.HTTP_REQUEST, "metadata").end("2xx");
        login.end(null);
        SpanData request = system.spans().get(0);
        SpanData parent = system.spans().get(1);
        assertThat(request.getName()).isEqualTo("idiolect.oauth.http.request");
        assertThat(request.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(OpenTelemetrySystem.text(request.getAttributes()))
                .containsOnly(
                        entry("idiolect.oauth.http.purpose", "metadata"), entry("idiolect.oauth.http.outcome", "2xx"));
        assertThat(parent.getName()).isEqualTo("idiolect.oauth.login");
        assertThat(request.getParentSpanId()).isEqualTo(parent.getSpanId());
        assertThat(parent.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }

    @Test
    void failureSetsTheErrorTypeAndStatus() {
        telemetry.start(Operation.LOGIN, "complete").end("denied");
        SpanData span = system.spans().get(0);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(OpenTelemetrySystem.text(span.getAttributes())).containsEntry("error.type", "denied");
    }

    @Test
    void refreshedSessionIsNoError() {
        telemetry.start(Operation.REFRESH, null).end("adopted");
        telemetry.start(Operation.REFRESH, null).end("unknown");
        assertThat(system.spans())
                .extracting(span -> span.getStatus().getStatusCode())
                .containsExactly(StatusCode.UNSET, StatusCode.ERROR);
    }

    @Test
    void storeOperationsHaveNoSpans() {
        telemetry.start(Operation.STORE, "load").end(null);
        assertThat(system.spans()).isEmpty();
        assertThat(system.metrics()).containsKey("idiolect.oauth.store.operation.duration");
    }

    @Test
    void durationsAndCountsAreMetrics() {
        telemetry.start(Operation.REFRESH, null).end("refreshed");
        telemetry.count(Counter.CALL_RETRIES, "nonce", 2);
        telemetry.count(Counter.SAVE_FAILURES, null, 1);
        assertThat(system.metrics().get("idiolect.oauth.refresh.duration"))
                .contains("unit=s")
                .contains("idiolect.oauth.refresh.outcome=\"refreshed\"");
        assertThat(system.metrics().get("idiolect.oauth.call.retries"))
                .contains("idiolect.oauth.call.challenge=\"nonce\"")
                .contains("value=2");
        assertThat(system.metrics().get("idiolect.oauth.save.failures")).contains("value=1");
    }

    @Test
    void gaugeIsReadAtEachExportUntilItIsClosed() {
        Telemetry.Registration gauge = telemetry.gauge(Gauge.PENDING_LOGINS, () -> OptionalLong.of(42));
        assertThat(system.metrics().get("idiolect.oauth.logins.pending")).contains("value=42");
        gauge.close();
        assertThat(system.metrics()).doesNotContainKey("idiolect.oauth.logins.pending");
    }

    @Test
    void unknownValueIsNotExported() {
        telemetry.gauge(Gauge.PENDING_LOGINS, OptionalLong::empty);
        assertThat(system.metrics()).doesNotContainKey("idiolect.oauth.logins.pending");
    }

    @Test
    void resendCountIsSetOnTheCurrentSpan() {
        Telemetry.RunningOperation running = telemetry.start(Operation.HTTP_REQUEST, "token");
        telemetry.resending(2);
        running.end("2xx");
        assertThat(OpenTelemetrySystem.text(system.spans().get(0).getAttributes()))
                .containsEntry("http.request.resend_count", "2");
    }

    @Test
    void taskOnAnotherThreadBelongsToItsSpan() throws InterruptedException {
        Telemetry.RunningOperation refresh = telemetry.start(Operation.REFRESH, null);
        Thread thread = new Thread(telemetry.inCurrentContext(
                () -> telemetry.start(Operation.HTTP_REQUEST, "token").end("2xx")));
        thread.start();
        thread.join();
        refresh.end("refreshed");
        assertThat(system.spans().get(0).getParentSpanId())
                .isEqualTo(system.spans().get(1).getSpanId());
    }
}
