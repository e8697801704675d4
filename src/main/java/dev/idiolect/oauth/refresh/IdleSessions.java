package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.store.SessionSummary;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The sessions of one run of the sweep. Used by one thread. */
interface IdleSessions {

    /**
     * Returns sessions to refresh, or none if only sessions of excluded servers are left.
     *
     * @param limit the maximum number of sessions, positive
     * @param exceptServers the excluded servers, by {@link Sweep#server}; a later call can return their sessions
     * @throws dev.idiolect.oauth.store.StoreException if the store fails
     */
    List<SessionSummary> next(int limit, Set<String> exceptServers);

    /**
     * Gives back sessions that were not refreshed. This run and other hosts can get them again.
     *
     * @throws dev.idiolect.oauth.store.StoreException if the store fails
     */
    void giveBack(List<SessionSummary> sessions);

    /**
     * Leaves sessions to a later run.
     *
     * @param delay the time until they can be refreshed, zero or more
     * @throws dev.idiolect.oauth.store.StoreException if the store fails
     */
    void postpone(Collection<String> dids, Duration delay);
}
