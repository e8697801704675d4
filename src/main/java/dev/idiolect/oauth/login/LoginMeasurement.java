package dev.idiolect.oauth.login;

import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.telemetry.Operation;
import dev.idiolect.oauth.telemetry.Telemetry;
import dev.idiolect.oauth.telemetry.internal.Measurement;
import java.util.function.Supplier;

/** Reports the steps of logins. */
enum LoginMeasurement {
    BEGIN,
    COMPLETE,
    APP_PASSWORD;

    <T> T run(Telemetry telemetry, Supplier<T> step) {
        return Measurement.run(telemetry, Operation.LOGIN, Measurement.value(this), LoginMeasurement::errorType, step);
    }

    private static String errorType(RuntimeException failure) {
        if (failure instanceof LoginException e) {
            return Measurement.value(e.reason());
        }
        if (failure instanceof IdentityException) {
            return "identity";
        }
        return failure instanceof StoreException ? "store" : Operation.OTHER;
    }
}
