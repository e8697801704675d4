package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.session.TestSessions;
import java.time.Duration;

/** Saves sessions for a sweep. */
abstract class SweepFixture extends SessionRefresherFixture {

    static final Duration WEEK = Duration.ofDays(7);

    /** Saves the session of an account that was refreshed some time ago, and returns its DID. */
    final String save(int account, String issuer, Duration age) {
        String did = "did:plc:account%05d".formatted(account);
        store.save(TestSessions.full(did).toBuilder()
                .refreshJwt("refresh")
                .issuer(issuer)
                .issuedAt(clock.instant().minus(age))
                .expiresAt(clock.instant().minus(age).plus(LIFETIME))
                .refreshExpiresAt(null)
                .build());
        return did;
    }

    final void saveDue(int from, int to, String issuer) {
        saveDue(from, to, issuer, WEEK.plusDays(1));
    }

    final void saveDue(int from, int to, String issuer, Duration age) {
        for (int i = from; i < to; i++) {
            save(i, issuer, age);
        }
    }
}
