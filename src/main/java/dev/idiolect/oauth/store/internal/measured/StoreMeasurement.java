package dev.idiolect.oauth.store.internal.measured;

import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.telemetry.Operation;
import dev.idiolect.oauth.telemetry.Telemetry;
import dev.idiolect.oauth.telemetry.internal.Measurement;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reports operations of a store. */
final class StoreMeasurement {

    private final Telemetry telemetry;

    StoreMeasurement(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    <T extends @Nullable Object> T run(String operation, Supplier<T> work) {
        return Measurement.run(telemetry, Operation.STORE, operation, StoreMeasurement::errorType, work);
    }

    void run(String operation, Runnable work) {
        run(operation, () -> {
            work.run();
            return true;
        });
    }

    <T> T lockWait(Supplier<T> work) {
        return Measurement.run(telemetry, Operation.LOCK_WAIT, null, StoreMeasurement::errorType, work);
    }

    private static String errorType(RuntimeException failure) {
        if (!(failure instanceof StoreException e)) {
            return Operation.OTHER;
        }
        if (e.missingKeyId().isPresent()) {
            return "missing_key";
        }
        if (e.isPlainText()) {
            return "plain_text";
        }
        if (e.isUnreadable()) {
            return "unreadable";
        }
        return Measurement.failure(e.isTransient());
    }
}
