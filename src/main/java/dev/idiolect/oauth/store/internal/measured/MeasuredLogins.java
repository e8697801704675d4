package dev.idiolect.oauth.store.internal.measured;

import dev.idiolect.oauth.store.PendingLogins;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Pending logins whose operations are reported. */
final class MeasuredLogins implements PendingLogins {

    private final PendingLogins logins;
    private final StoreMeasurement measurement;

    MeasuredLogins(PendingLogins logins, StoreMeasurement measurement) {
        this.logins = logins;
        this.measurement = measurement;
    }

    @Override
    public void save(String state, String body, Instant expiresAt) {
        measurement.run("save_login", () -> logins.save(state, body, expiresAt));
    }

    @Override
    public Optional<String> consume(String state) {
        return measurement.run("consume_login", () -> logins.consume(state));
    }

    @Override
    public OptionalInt count() {
        return logins.count();
    }
}
