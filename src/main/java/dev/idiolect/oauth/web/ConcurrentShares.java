package dev.idiolect.oauth.web;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Limits how many requests are in progress, in all and per client. Thread-safe. */
final class ConcurrentShares {

    private final int max;
    private final int maxPerClient;
    private final Map<String, Integer> clients = new HashMap<>();
    private int inProgress;

    ConcurrentShares(int max, int maxPerClient) {
        this.max = max;
        this.maxPerClient = maxPerClient;
    }

    /**
     * Enters a request. The caller must {@link #leave} if this returns true.
     *
     * @param client the client, or null if it is unknown
     */
    synchronized boolean tryEnter(@Nullable String client) {
        if (inProgress >= max || (client != null && clients.getOrDefault(client, 0) >= maxPerClient)) {
            return false;
        }
        inProgress++;
        if (client != null) {
            clients.merge(client, 1, Integer::sum);
        }
        return true;
    }

    synchronized void leave(@Nullable String client) {
        inProgress--;
        if (client != null) {
            clients.computeIfPresent(client, (name, count) -> count == 1 ? null : count - 1);
        }
    }
}
