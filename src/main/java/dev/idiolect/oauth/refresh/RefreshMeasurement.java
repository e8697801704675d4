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
        Telemetry.RunningOperation running = telemetry.start(Operation.REFRESH, null);
        String outcome = Operation.OTHER;
        try {
            LockedRefresh.Result result = refresh.get();
            outcome = result.refreshed() ? "refreshed" : "adopted";
            return result;
        } catch (RuntimeException e) {
            outcome = outcome(e);
            throw e;
        } finally {
            running.end(outcome);
        }
    }

    private static String outcome(RuntimeException failure) {
        if (failure instanceof ReauthenticationRequiredException) {
            return "reauthenticate";
        }
        if (failure instanceof NoSessionException) {
            return "signed_out";
        }
        if (failure instanceof RefreshException e) {
            if (e.isOutcomeUnknown()) {
                return "unknown";
            }
            return e.isTransient() ? "transient" : "permanent";
        }
        if (failure instanceof StoreException e) {
            return e.isTransient() ? "transient" : "permanent";
        }
        return Operation.OTHER;
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
                failure -> failure instanceof StoreException e && e.isTransient() ? "transient" : "permanent",
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
