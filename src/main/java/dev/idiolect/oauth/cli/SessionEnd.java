package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.internal.http.Durations;
import dev.idiolect.oauth.store.SessionSummary;
import java.time.Duration;
import java.time.Instant;

/**
 * When a session ends, unless it is refreshed before.
 *
 * @param isEstimated whether the server did not send the end
 */
record SessionEnd(Instant at, boolean isEstimated) {

    /** @param lifetime the lifetime after the last refresh, for a session whose server did not send its end */
    static SessionEnd of(SessionSummary session, Duration lifetime) {
        return session.refreshExpiresAt()
                .map(end -> new SessionEnd(end, false))
                .orElseGet(() -> new SessionEnd(session.issuedAt().plus(lifetime), true));
    }

    /** Returns the remaining time as text. */
    String text(Instant now) {
        if (now.isBefore(at)) {
            return (isEstimated ? "about " : "") + Durations.format(Duration.between(now, at));
        }
        return isEstimated ? "probably ended" : "ended";
    }
}
