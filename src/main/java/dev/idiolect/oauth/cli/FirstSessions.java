package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.store.SessionSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The first sessions of a store that match a condition, at most 20. Reads the store once. */
final class FirstSessions {

    private static final int LIMIT = 20;

    private final Predicate<SessionSummary> condition;
    private final List<SessionSummary> found = new ArrayList<>();
    private int matching;
    private int all;

    private FirstSessions(Predicate<SessionSummary> condition) {
        this.condition = condition;
    }

    static FirstSessions of(CliStore store, Predicate<SessionSummary> condition) {
        FirstSessions sessions = new FirstSessions(condition);
        store.summaries(sessions::add);
        return sessions;
    }

    static FirstSessions of(List<SessionSummary> all, Predicate<SessionSummary> condition) {
        FirstSessions sessions = new FirstSessions(condition);
        all.forEach(sessions::add);
        return sessions;
    }

    private void add(SessionSummary session) {
        all++;
        if (condition.test(session) && matching++ < LIMIT) {
            found.add(session);
        }
    }

    List<SessionSummary> found() {
        return found;
    }

    /** Returns the listed handle of an account, or null if it is not among the found sessions, or has none. */
    @Nullable
    String handleOf(String did) {
        return found.stream()
                .filter(session -> session.did().equals(did))
                .findFirst()
                .flatMap(SessionSummary::handle)
                .orElse(null);
    }

    /** Returns whether {@link #found} contains all matching sessions. */
    boolean isComplete() {
        return found.size() == matching;
    }

    int matching() {
        return matching;
    }

    int all() {
        return all;
    }
}
