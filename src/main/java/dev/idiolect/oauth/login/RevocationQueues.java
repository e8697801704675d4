package dev.idiolect.oauth.login;

import dev.idiolect.oauth.internal.endpoint.RevocationQueue;
import java.time.Duration;
import java.util.List;

/**
 * The queues of background revocations.
 *
 * @param sessions for sessions that were stored
 * @param failedLogins for tokens of failed logins; separate, because an attacker's server must not delay the other
 *     queue
 */
record RevocationQueues(RevocationQueue sessions, RevocationQueue failedLogins) {

    static RevocationQueues of(List<Duration> waits) {
        return new RevocationQueues(new RevocationQueue(waits), RevocationQueue.ofFailedLogins());
    }

    /** Closes both queues within the time limit of one. */
    void close() {
        long deadline = RevocationQueue.closeDeadline();
        sessions.startClosing();
        failedLogins.startClosing();
        sessions.finishClosing(deadline);
        failedLogins.finishClosing(deadline);
    }
}
