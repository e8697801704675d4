package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.store.SessionSummary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The waiting sessions of a run, by server. Limits the concurrent refreshes: for each server, for each owner, and in
 * total. A slow server can neither fill the queue nor use up the refreshes, even if it was fast at first. Used by one
 * thread.
 */
final class SweptServers {

    static final int AT_ONCE = 16;

    /** The maximum number of concurrent refreshes at servers that are slow, or whose speed is unknown. */
    static final int NOT_FAST_AT_ONCE = 12;

    /** The maximum number of waiting sessions. Limits the memory of a run, and leaves sessions to other hosts. */
    static final int MAX_WAITING = 100;

    /** The maximum number of waiting sessions of slow servers. They do not count towards {@link #MAX_WAITING}. */
    static final int MAX_SLOW_WAITING = 40;

    /** The failures in a row after which a server is left to a later run. */
    static final int MAX_FAILURES = 5;

    /** The maximum number of closed servers that a claim excludes. The same limit applies to slow servers. */
    private static final int MAX_EXCLUDED = 1_000;

    private final ServerTimes times;
    private final Clock clock;
    private final Map<String, SweptServer> servers = new LinkedHashMap<>();
    private final Set<String> dids = new HashSet<>();
    private final Map<String, Instant> closedUntil = new LinkedHashMap<>();
    private final Set<String> slow = new LinkedHashSet<>();
    private int running;

    SweptServers(ServerTimes times, Clock clock) {
        this.times = times;
        this.clock = clock;
    }

    /** Adds a session, unless it waits or runs already. */
    void add(SessionSummary session) {
        if (dids.add(session.did())) {
            SweptServer server = servers.computeIfAbsent(
                    Sweep.server(session), name -> new SweptServer(name, times.mean(name), clock));
            server.waiting.add(session);
            rememberSpeed(server);
        }
    }

    private void rememberSpeed(SweptServer server) {
        slow.remove(server.name);
        if (server.isSlow()) {
            slow.add(server.name);
            removeEldest(slow);
        }
    }

    private static void removeEldest(Set<String> names) {
        if (names.size() > MAX_EXCLUDED) {
            names.remove(names.iterator().next());
        }
    }

    /** Returns the number of sessions that can be added. */
    int room() {
        return MAX_WAITING - waiting(server -> !server.isSlow());
    }

    int waiting() {
        return waiting(server -> true);
    }

    private int waiting(Predicate<SweptServer> condition) {
        return servers.values().stream()
                .filter(condition)
                .mapToInt(server -> server.waiting.size())
                .sum();
    }

    int running() {
        return running;
    }

    /**
     * Removes the waiting sessions that exceed the limit of their server, and returns them. If the slow servers together
     * still exceed their common limit, also removes the last sessions of the slowest servers.
     */
    List<SessionSummary> excess() {
        List<SessionSummary> removed = new ArrayList<>();
        for (SweptServer server : servers.values()) {
            while (server.waiting.size() > server.mostWaiting()) {
                removed.add(server.waiting.removeLast());
            }
        }
        for (int left = waiting(SweptServer::isSlow); left > MAX_SLOW_WAITING; left--) {
            servers.values().stream()
                    .filter(server -> !server.waiting.isEmpty())
                    .max(Comparator.comparing(SweptServer::rank))
                    .ifPresent(slowest -> removed.add(slowest.waiting.removeLast()));
        }
        removed.forEach(session -> dids.remove(session.did()));
        servers.values().removeIf(SweptServer::isUnused);
        return removed;
    }

    /** Returns a waiting session that may be refreshed now, and counts it as running. Empty if there is none. */
    Optional<SessionSummary> start() {
        if (running == AT_ONCE) {
            return Optional.empty();
        }
        Map<String, Integer> byOwner = servers.values().stream()
                .collect(Collectors.toMap(server -> server.owner, SweptServer::running, Integer::sum));
        int notFast = servers.values().stream()
                .filter(server -> !server.isFast())
                .mapToInt(SweptServer::running)
                .sum();
        Optional<SweptServer> next = servers.values().stream()
                .filter(server -> server.canStart() && (server.isFast() || notFast < NOT_FAST_AT_ONCE))
                .filter(server -> leavesPlaces(byOwner.getOrDefault(server.owner, 0)))
                .min(Comparator.comparing(SweptServer::rank));
        next.ifPresent(this::moveToEnd);
        return next.map(this::start);
    }

    // Servers that were fast at first can hang later. So an owner must leave as many refreshes free as it uses.
    private boolean leavesPlaces(int ofOwner) {
        return ofOwner <= AT_ONCE - running;
    }

    // The servers take turns.
    private void moveToEnd(SweptServer server) {
        servers.remove(server.name);
        servers.put(server.name, server);
    }

    private SessionSummary start(SweptServer server) {
        running++;
        return server.start();
    }

    /**
     * Counts a refresh as ended.
     *
     * @param time the time of the refresh, or null if it says nothing about the server
     * @param failedAtServer whether the server failed
     * @return whether the server has failed too often in a row
     */
    boolean end(SessionSummary session, @Nullable Duration time, boolean failedAtServer) {
        dids.remove(session.did());
        SweptServer server = servers.get(Sweep.server(session));
        if (server == null) {
            return false;
        }
        running--;
        server.end(session);
        server.failures = failedAtServer ? server.failures + 1 : 0;
        if (time != null) {
            server.mean = times.add(server.name, time);
        }
        rememberSpeed(server);
        if (server.isUnused()) {
            // A later claim can add the server again; its count of failures then starts at zero.
            servers.remove(server.name);
        }
        return server.failures >= MAX_FAILURES;
    }

    /** Closes the server of a session until a time. Removes its waiting sessions, and returns their DIDs. */
    List<String> close(SessionSummary session, Instant until) {
        String name = Sweep.server(session);
        closedUntil.remove(name);
        closedUntil.put(name, until);
        removeEldest(closedUntil.keySet());
        SweptServer server = servers.get(name);
        return server == null ? List.of() : drain(server);
    }

    /** Returns the servers to exclude from a claim: closed ones, and those that have enough waiting sessions. */
    Set<String> excluded() {
        Instant now = clock.instant();
        closedUntil.values().removeIf(until -> !now.isBefore(until));
        Set<String> excluded = new HashSet<>(closedUntil.keySet());
        for (SweptServer server : servers.values()) {
            if (server.isFull()) {
                excluded.add(server.name);
            }
        }
        if (waiting(SweptServer::isSlow) > MAX_SLOW_WAITING / 2) {
            excluded.addAll(slow);
        }
        return excluded;
    }

    /** Removes all waiting sessions, and returns their DIDs. */
    List<String> drain() {
        List<String> drained = new ArrayList<>();
        servers.values().forEach(server -> drained.addAll(drain(server)));
        return drained;
    }

    private List<String> drain(SweptServer server) {
        List<String> drained = server.waiting.stream().map(SessionSummary::did).toList();
        server.waiting.clear();
        dids.removeAll(drained);
        return drained;
    }
}
