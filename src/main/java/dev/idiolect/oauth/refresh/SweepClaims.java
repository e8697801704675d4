package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Claims idle sessions for a run, and gives back or postpones those that are not refreshed. Used by one thread. */
final class SweepClaims {

    private static final Logger LOG = System.getLogger(SweepClaims.class.getName());

    private final IdleSessions idle;
    private final SweptServers servers;
    private final Clock clock;

    // The excluded servers of the last claim, if it returned no session.
    private @Nullable Set<String> exhausted;

    SweepClaims(IdleSessions idle, SweptServers servers, Clock clock) {
        this.idle = idle;
        this.servers = servers;
        this.clock = clock;
    }

    /** @throws StoreException if the store fails */
    void claim() {
        Set<String> excluded = servers.excluded();
        boolean progress = true;
        while (progress && servers.room() >= SweptServers.MAX_WAITING / 2 && !isExhausted(excluded)) {
            List<SessionSummary> claimed = idle.next(servers.room(), excluded);
            exhausted = claimed.isEmpty() ? excluded : null;
            int waiting = servers.waiting();
            for (SessionSummary session : claimed) {
                if (!session.refreshExpired(clock.instant())) {
                    servers.add(session);
                }
            }
            giveBack();
            progress = servers.waiting() > waiting;
            excluded = servers.excluded();
        }
    }

    /** Returns whether another claim would return no session. */
    boolean isExhausted() {
        return isExhausted(servers.excluded());
    }

    private boolean isExhausted(Set<String> excluded) {
        return exhausted != null && excluded.containsAll(exhausted);
    }

    /** Gives back sessions that cannot be refreshed soon, because their servers are slow. */
    void giveBack() {
        List<SessionSummary> excess = servers.excess();
        if (!excess.isEmpty()) {
            exhausted = null;
            unlessStoreFails(() -> idle.giveBack(excess));
        }
    }

    /** Leaves sessions to a later run. */
    void postpone(Collection<String> dids, Duration delay) {
        if (!dids.isEmpty()) {
            unlessStoreFails(() -> idle.postpone(dids, delay));
        }
    }

    // A failure is only logged: the sessions can be claimed again when their claims end.
    private static void unlessStoreFails(Runnable change) {
        try {
            change.run();
        } catch (StoreException e) {
            LOG.log(Level.DEBUG, "Cannot postpone refreshes: {0}", e.getMessage());
        }
    }
}
