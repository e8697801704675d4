package dev.idiolect.oauth.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many requests are in progress, in all and per network of a client. Half of them are kept from any one network,
 * because a client can have a large network of its own. Thread-safe.
 */
final class ConcurrentShares {

    private final int max;
    private final int maxPerClient;
    private final Map<String, Integer> networks = new HashMap<>();
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
    synchronized boolean tryEnter(@Nullable ClientNetworks client) {
        if (inProgress >= max) {
            return false;
        }
        List<ClientNetworks.Network> limited = networksOf(client);
        for (int i = 0; i < limited.size(); i++) {
            int limit = i == 0 ? maxPerClient : max / 2;
            if (networks.getOrDefault(limited.get(i).key(), 0) >= limit) {
                return false;
            }
        }
        inProgress++;
        limited.forEach(network -> networks.merge(network.key(), 1, Integer::sum));
        return true;
    }

    synchronized void leave(@Nullable ClientNetworks client) {
        inProgress--;
        networksOf(client)
                .forEach(network ->
                        networks.computeIfPresent(network.key(), (key, count) -> count == 1 ? null : count - 1));
    }

    private static List<ClientNetworks.Network> networksOf(@Nullable ClientNetworks client) {
        return client == null ? List.of() : client.limited();
    }
}
