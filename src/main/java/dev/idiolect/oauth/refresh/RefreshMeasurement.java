package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.session.EndReason;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.telemetry.Counter;
import dev.idiolect.oauth.telemetry.Operation;
import dev.idiolect.oauth.telemetry.Telemetry;
import dev.idiolect.oauth.telemetry.internal.Measurement;
import java.util.function.Supplier;

/** Reports refreshes and sweeps. */
final class RefreshMeasurement {

    private final Telemetry telemetry;

    RefreshMeasurement(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    LockedRefresh.Result refresh(Supplier<LockedRefresh.Result> refresh) {
        return Measurement.run(
                telemetry,
                Operation.REFRESH,
                null,
                result -> result.refreshed() ? "refreshed" : "adopted",
                RefreshMeasurement::outcome,
                refresh);
    }

    private static String outcome(RuntimeException failure) {
        if (failure instanceof ReauthenticationRequiredException) {
            return "reauthenticate";
        }
        if (failure instanceof NoSessionException) {
            return "signed_out";
        }
        if (failure instanceof RefreshException e) {
            return e.isOutcomeUnknown() ? "unknown" : Measurement.failure(e.isTransient());
        }
        return failure instanceof StoreException e ? Measurement.failure(e.isTransient()) : Operation.OTHER;
    }

    void saveFailed() {
        telemetry.count(Counter.SAVE_FAILURES, null, 1);
    }

    void ended(EndReason reason) {
        telemetry.count(Counter.SESSIONS_ENDED, Measurement.value(reason), 1);
    }

    SweepReport sweep(Supplier<SweepReport> sweep) {
        SweepReport report = Measurement.run(
                telemetry,
                Operation.SWEEP,
                null,
                failure -> Measurement.failure(failure instanceof StoreException e && e.isTransient()),
                sweep);
        count("refreshed", report.refreshed());
        count("not_due", report.notDue());
        count("failed", report.failed());
        count("ended", report.ended());
        count("postponed", report.postponed());
        return report;
    }

    private void count(String outcome, int sessions) {
        if (sessions > 0) {
            telemetry.count(Counter.SWEPT_SESSIONS, outcome, sessions);
        }
    }
}
