package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.store.SessionSummary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The waiting sessions of a run, by server. Limits the refreshes that run at once, at one server and in all. Used by one
 * thread.
 */
final class SweptServers {

    static final int AT_ONCE = 16;
    static final int PER_SERVER = 4;

    /** The failures in a row after which a server is left to a later run. */
    static final int MOST_FAILURES = 5;

    private static final class Server {
        final Deque<SessionSummary> waiting = new ArrayDeque<>();
        int running;
        int failures;
    }

    private final Map<String, Server> servers = new LinkedHashMap<>();
    private final Set<String> closed = new HashSet<>();
    private int waiting;
    private int running;

    void add(SessionSummary session) {
        servers.computeIfAbsent(Sweep.server(session), name -> new Server())
                .waiting
                .add(session);
        waiting++;
    }

    int waiting() {
        return waiting;
    }

    int running() {
        return running;
    }

    /** Returns a waiting session that may be refreshed now, and counts it as running. Empty if there is none. */
    Optional<SessionSummary> start() {
        if (running == AT_ONCE) {
            return Optional.empty();
        }
        Optional<Map.Entry<String, Server>> next = servers.entrySet().stream()
                .filter(entry -> entry.getValue().running < PER_SERVER
                        && !entry.getValue().waiting.isEmpty())
                .findFirst();
        next.ifPresent(this::moveToEnd);
        return next.map(entry -> start(entry.getValue()));
    }

    // The servers take turns.
    private void moveToEnd(Map.Entry<String, Server> entry) {
        Server server = entry.getValue();
        String name = entry.getKey();
        servers.remove(name);
        servers.put(name, server);
    }

    private SessionSummary start(Server server) {
        server.running++;
        running++;
        waiting--;
        return server.waiting.remove();
    }

    /**
     * Counts a refresh as ended.
     *
     * @param failedAtServer whether the server failed
     * @return whether the server has failed too often in a row
     */
    boolean end(SessionSummary session, boolean failedAtServer) {
        String name = Sweep.server(session);
        Server server = servers.get(name);
        if (server == null) {
            return false;
        }
        running--;
        server.running--;
        server.failures = failedAtServer ? server.failures + 1 : 0;
        boolean tooMany = server.failures >= MOST_FAILURES;
        if (server.running == 0 && server.waiting.isEmpty()) {
            // A server that keeps failing may come back in a later claim; its count starts again.
            servers.remove(name);
        }
        return tooMany;
    }

    /** Closes the server of a session for this run. Removes and returns the DIDs that wait for it. */
    List<String> close(SessionSummary session) {
        String name = Sweep.server(session);
        closed.add(name);
        Server server = servers.get(name);
        return server == null ? List.of() : drain(server);
    }

    /** Returns the closed servers. */
    Set<String> closed() {
        return closed;
    }

    /** Removes all waiting sessions, and returns their DIDs. */
    List<String> drain() {
        List<String> dids = new ArrayList<>();
        servers.values().forEach(server -> dids.addAll(drain(server)));
        return dids;
    }

    private List<String> drain(Server server) {
        List<String> dids = server.waiting.stream().map(SessionSummary::did).toList();
        server.waiting.clear();
        waiting -= dids.size();
        return dids;
    }
}
