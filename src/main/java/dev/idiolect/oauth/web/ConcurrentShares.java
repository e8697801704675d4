package dev.idiolect.oauth.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Limits how many requests are in progress from each client, and from each larger network of one. Thread-safe. */
final class ConcurrentShares {

    private final int maxPerClient;
    private final int maxPerNetwork;
    private final Map<String, Integer> inProgress = new HashMap<>();

    ConcurrentShares(int maxPerClient, int maxPerNetwork) {
        this.maxPerClient = maxPerClient;
        this.maxPerNetwork = maxPerNetwork;
    }

    /** Enters a request. The caller must {@link #leave} if this returns true. */
    synchronized boolean tryEnter(ClientNetworks client) {
        List<ClientNetworks.Network> networks = client.limited();
        for (int i = 0; i < networks.size(); i++) {
            int max = i == 0 ? maxPerClient : maxPerNetwork;
            if (inProgress.getOrDefault(networks.get(i).key(), 0) >= max) {
                return false;
            }
        }
        networks.forEach(network -> inProgress.merge(network.key(), 1, Integer::sum));
        return true;
    }

    synchronized void leave(ClientNetworks client) {
        client.limited()
                .forEach(network ->
                        inProgress.computeIfPresent(network.key(), (key, count) -> count == 1 ? null : count - 1));
    }
}
