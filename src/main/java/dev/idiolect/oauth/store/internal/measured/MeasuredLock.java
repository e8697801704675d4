package dev.idiolect.oauth.store.internal.measured;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionLock;
import java.time.Duration;

/** A lock whose permit is reported. */
final class MeasuredLock implements SessionLock {

    private final SessionLock lock;
    private final StoreMeasurement measurement;

    MeasuredLock(SessionLock lock, StoreMeasurement measurement) {
        this.lock = lock;
        this.measurement = measurement;
    }

    @Override
    public boolean remainsValidFor(Duration time) {
        return lock.remainsValidFor(time);
    }

    @Override
    public boolean permit(OAuthSession session) {
        return measurement.run("permit", () -> lock.permit(session));
    }

    @Override
    public void withdraw() {
        lock.withdraw();
    }

    @Override
    public boolean followsUnknownOutcome() {
        return lock.followsUnknownOutcome();
    }

    @Override
    public void close() {
        lock.close();
    }
}
