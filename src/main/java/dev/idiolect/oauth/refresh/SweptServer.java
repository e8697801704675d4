package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.store.SessionSummary;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A server of a run, with its waiting sessions. Its limits depend on the mean time of its refreshes. */
final class SweptServer {

    /** The maximum number of concurrent refreshes at a server. */
    static final int AT_ONCE = 4;

    /** The maximum number of waiting sessions of a slow server, so that they start before their claims end. */
    static final int MAX_SLOW = 20;

    final String name;
    final Deque<SessionSummary> waiting = new ArrayDeque<>();
    int running;
    int failures;

    @Nullable
    Duration mean;

    SweptServer(String name, @Nullable Duration mean) {
        this.name = name;
        this.mean = mean;
    }

    boolean isFast() {
        return mean != null && mean.compareTo(ServerTimes.SLOW) <= 0;
    }

    boolean isSlow() {
        return mean != null && !isFast();
    }

    boolean isUnused() {
        return running == 0 && waiting.isEmpty();
    }

    /** Returns whether another refresh can start. A server whose speed is unknown starts with one. */
    boolean canStart() {
        return !waiting.isEmpty() && running < (mean == null ? 1 : AT_ONCE);
    }

    /** Returns a sort key: slow servers come after the others, and the slowest one is last. */
    Duration rank() {
        return mean == null || isFast() ? Duration.ZERO : mean;
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
