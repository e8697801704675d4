package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.store.SessionSummary;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The sessions that one run of the sweep refreshes. Used by one thread. */
interface IdleSessions {

    /** Returns sessions to refresh, or none if there are no more of other servers. */
    List<SessionSummary> next(int limit, Set<String> exceptServers);

    /** Leaves sessions to a later run. */
    void postpone(Collection<String> dids, Duration delay);
}
