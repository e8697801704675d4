package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.Durations;
import dev.idiolect.oauth.internal.http.HostNames;
import dev.idiolect.oauth.store.SessionSummary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server in one run of the sweep, with its sessions. Its limits depend on how long its refreshes take. */
final class SweptServer {

    /** The maximum number of concurrent refreshes at a server. */
    static final int AT_ONCE = 4;

    /** The maximum number of waiting sessions of a slow server, so that they start before their claims end. */
    static final int MAX_SLOW = 20;

    final String name;
    final String owner;
    final Deque<SessionSummary> waiting = new ArrayDeque<>();
    int failures;

    // The start times of the running refreshes by DID, oldest first.
    private final Map<String, Instant> running = new LinkedHashMap<>();
    private final Clock clock;

    @Nullable
    Duration mean;

    SweptServer(String name, @Nullable Duration mean, Clock clock) {
        this.name = name;
        this.owner = HostNames.ownerOf(name);
        this.mean = mean;
        this.clock = clock;
    }

    /** Takes the next waiting session, and counts its refresh as running. */
    SessionSummary start() {
        SessionSummary session = waiting.remove();
        running.put(session.did(), clock.instant());
        return session;
    }

    void end(SessionSummary session) {
        running.remove(session.did());
    }

    int running() {
        return running.size();
    }

    // A server that was fast at first can hang later.
    private Duration longestRunning() {
        return running.values().stream()
                .findFirst()
                .map(start -> Duration.between(start, clock.instant()))
                .orElse(Duration.ZERO);
    }

    boolean isFast() {
        return mean != null
                && mean.compareTo(ServerTimes.SLOW) <= 0
                && longestRunning().compareTo(ServerTimes.SLOW) <= 0;
    }

    boolean isSlow() {
        return mean != null && !isFast();
    }

    boolean isUnused() {
        return running.isEmpty() && waiting.isEmpty();
    }

    /** Returns whether another refresh can start. A server of unknown speed gets one refresh at a time. */
    boolean canStart() {
        return !waiting.isEmpty() && running.size() < (mean == null ? 1 : AT_ONCE);
    }

    /** Returns a sort key: slow servers come after the others, and the slowest one is last. */
    Duration rank() {
        return mean == null || isFast() ? Duration.ZERO : Durations.max(mean, longestRunning());
    }

    int mostWaiting() {
        if (mean == null) {
            return AT_ONCE;
        }
        return isSlow() ? MAX_SLOW : Integer.MAX_VALUE;
    }

    /** Returns whether a claim should exclude this server, because enough of its sessions wait. */
    boolean isFull() {
        return mean == null || (isSlow() && waiting.size() > AT_ONCE);
    }
}
