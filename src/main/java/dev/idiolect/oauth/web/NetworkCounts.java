package dev.idiolect.oauth.web;

import dev.idiolect.oauth.internal.http.PastTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts events of clients by network, in windows of time. When memory is full, the provider network with the most
 * entries loses its oldest one, so that a client with many addresses displaces only itself. Thread-safe.
 */
final class NetworkCounts {

    private static final class Count {
        final PastTime start;
        int events;

        Count(Instant start) {
            this.start = new PastTime(start);
        }
    }

    private final Clock clock;
    private final Duration window;
    private final int maxPerClient;
    private final int maxEntries;
    private final Map<String, Map<String, Count>> providers = new HashMap<>();
    private int entries;

    NetworkCounts(Clock clock, Duration window, int maxPerClient, int maxEntries) {
        this.clock = clock;
        this.window = window;
        this.maxPerClient = maxPerClient;
        this.maxEntries = maxEntries;
    }

    /**
     * Counts an event. A rejected event does not count, so a client over its limit uses up no limit of its neighbors.
     *
     * @return how long the client must wait; zero if the event is allowed
     */
    synchronized Duration count(ClientNetworks client) {
        Instant now = clock.instant();
        for (ClientNetworks.Network network : client.limited()) {
            Count count = find(client.provider(), network.key(), now);
            if (count != null && count.events >= network.factor() * maxPerClient) {
                return count.start.restOf(window, now);
            }
        }
        for (ClientNetworks.Network network : client.limited()) {
            Count count = find(client.provider(), network.key(), now);
            if (count == null) {
                count = add(client.provider(), network.key(), now);
            }
            count.events++;
        }
        return Duration.ZERO;
    }

    private @Nullable Count find(String provider, String key, Instant now) {
        Map<String, Count> counts = providers.get(provider);
        Count count = counts == null ? null : counts.get(key);
        return count == null || !count.start.isWithin(window, now) ? null : count;
    }

    private Count add(String provider, String key, Instant now) {
        remove(provider, key);
        if (entries >= maxEntries) {
            makeRoom(now);
        }
        Count count = new Count(now);
        providers.computeIfAbsent(provider, name -> new LinkedHashMap<>()).put(key, count);
        entries++;
        return count;
    }

    private void makeRoom(Instant now) {
        // Each map is in the order of its windows, so the expired entries are the first ones.
        providers.values().forEach(counts -> {
            Iterator<Count> oldest = counts.values().iterator();
            while (oldest.hasNext() && !oldest.next().start.isWithin(window, now)) {
                oldest.remove();
                entries--;
            }
        });
        providers.values().removeIf(Map::isEmpty);
        if (entries < maxEntries) {
            return;
        }
        String fullest = "";
        int size = 0;
        for (Map.Entry<String, Map<String, Count>> provider : providers.entrySet()) {
            if (provider.getValue().size() > size) {
                fullest = provider.getKey();
                size = provider.getValue().size();
            }
        }
        Map<String, Count> counts = providers.get(fullest);
        if (counts != null) {
            remove(fullest, counts.keySet().iterator().next());
        }
    }

    private void remove(String provider, String key) {
        Map<String, Count> counts = providers.get(provider);
        if (counts != null && counts.remove(key) != null) {
            entries--;
            if (counts.isEmpty()) {
                providers.remove(provider);
            }
        }
    }

    synchronized int size() {
        return entries;
    }
}
