package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.session.EndReason;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.telemetry.Counter;
import dev.idiolect.oauth.telemetry.Gauge;
import dev.idiolect.oauth.telemetry.Operation;
import dev.idiolect.oauth.telemetry.RecordingTelemetry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a refresh reports. */
class RefreshTelemetryTest extends SweepFixture {

    private final RecordingTelemetry telemetry = new RecordingTelemetry();
    private final SessionRefresher reporting = SessionRefresher.builder(store, server)
            .clock(clock)
            .telemetry(telemetry)
            .build();

    @Test
    void refreshReportsItselfAndItsStore() {
        store.save(expired(DID));
        reporting.refreshIfNeeded(DID);
        assertThat(telemetry.of(Operation.REFRESH)).containsExactly("REFRESH -> refreshed");
        assertThat(telemetry.of(Operation.LOCK_WAIT)).containsExactly("LOCK_WAIT");
        assertThat(telemetry.of(Operation.STORE)).contains("STORE load", "STORE replace");
        assertThat(telemetry.of(Counter.SAVE_FAILURES)).isEmpty();
    }

    @Test
    void sessionThatAnotherProcessRefreshedIsAdopted() {
        store.save(expired(DID));
        AtomicInteger loads = new AtomicInteger();
        store.beforeLoad = () -> {
            // The second load is that under the lock.
            if (loads.incrementAndGet() == 2) {
                store.save(server.rotate(expired(DID)));
            }
        };
        reporting.refreshIfNeeded(DID);
        assertThat(telemetry.of(Operation.REFRESH)).containsExactly("REFRESH -> adopted");
    }

    @Test
    void failuresReportTheirOutcome() {
        assertThat(outcome(RefreshException.transientFailure(DID, "HTTP 503", null, null)))
                .isEqualTo("unknown");
        assertThat(outcome(RefreshException.transientFailure(DID, "no route", null, null)
                        .withTokenUnusedIf(true)))
                .isEqualTo("transient");
        assertThat(outcome(RefreshException.permanentFailure(DID, "bad client", "invalid_client")))
                .isEqualTo("permanent");
        assertThat(outcome(ReauthenticationRequiredException.of(DID, EndReason.MOVED, "moved")))
                .isEqualTo("reauthenticate");
        assertThat(telemetry.of(Counter.SESSIONS_ENDED)).containsExactly("SESSIONS_ENDED moved +1");
    }

    private String outcome(RuntimeException failure) {
        store.save(expired(DID));
        clock.advance(Duration.ofHours(1));
        server.behavior = session -> {
            throw failure;
        };
        int before = telemetry.of(Operation.REFRESH).size();
        assertThatThrownBy(() -> reporting.refresh(DID)).isInstanceOf(OAuthException.class);
        assertThat(telemetry.of(Operation.REFRESH)).hasSize(before + 1);
        return telemetry.of(Operation.REFRESH).get(before).replace("REFRESH -> ", "");
    }

    @Test
    void unsavedSessionsAreCountedUntilTheyAreSaved() {
        store.save(expired(DID));
        store.afterSave = () -> {
            throw StoreException.transientFailure("disk full", null);
        };
        assertThatThrownBy(() -> reporting.refreshIfNeeded(DID)).isInstanceOf(StoreException.class);
        assertThat(telemetry.value(Gauge.UNSAVED_SESSIONS)).isEqualTo(1);
        assertThat(telemetry.of(Counter.SAVE_FAILURES)).contains("SAVE_FAILURES +1");
        store.afterSave = () -> {};
        reporting.refreshIfNeeded(DID);
        assertThat(telemetry.value(Gauge.UNSAVED_SESSIONS)).isZero();
    }

    @Test
    void sweepReportsItsSessions() {
        saveDue(0, 3, "https://auth.example.com");
        reporting.refreshExpiring(WEEK);
        assertThat(telemetry.of(Operation.SWEEP)).containsExactly("SWEEP");
        assertThat(telemetry.of(Counter.SWEPT_SESSIONS)).containsExactly("SWEPT_SESSIONS refreshed +3");
    }

    @Test
    void closedRefresherRemovesItsGauge() {
        assertThat(telemetry.has(Gauge.UNSAVED_SESSIONS)).isTrue();
        reporting.close();
        assertThat(telemetry.has(Gauge.UNSAVED_SESSIONS)).isFalse();
    }
}
