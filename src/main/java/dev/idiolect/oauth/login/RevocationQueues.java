package dev.idiolect.oauth.login;

import java.time.Duration;
import java.util.List;

/**
 * The revocations in the background.
 *
 * @param sessions those of sessions
 * @param failedLogins those of tokens that no session has; a stranger's server must not delay those of sessions
 */
record RevocationQueues(RevocationQueue sessions, RevocationQueue failedLogins) {

    static RevocationQueues of(List<Duration> waits) {
        return new RevocationQueues(new RevocationQueue(waits), RevocationQueue.ofFailedLogins());
    }

    void close() {
        sessions.close();
        failedLogins.close();
    }
}
