package dev.idiolect.oauth.testkit.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The planned faults, by path and in order. */
final class FaultPlan {

    private static final class Shots {
        private final Fault fault;
        private int left;

        Shots(Fault fault, int left) {
            this.fault = fault;
            this.left = left;
        }
    }

    private final Map<String, Deque<Shots>> plan = new HashMap<>();

    synchronized void add(String path, int times, Fault fault) {
        plan.computeIfAbsent(path, key -> new ArrayDeque<>()).addLast(new Shots(fault, times));
    }

    synchronized void clear() {
        plan.clear();
    }

    synchronized Optional<Fault> next(String path) {
        Deque<Shots> shots = plan.get(path);
        if (shots == null || shots.isEmpty()) {
            return Optional.empty();
        }
        Shots first = shots.peekFirst();
        if (first.left != FakePds.ALWAYS && --first.left == 0) {
            shots.removeFirst();
        }
        return Optional.of(first.fault);
    }
}
