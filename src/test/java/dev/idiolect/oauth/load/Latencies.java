package dev.idiolect.oauth.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Latencies of one kind of request. Thread-safe. */
final class Latencies {

    private final List<Long> nanos = new ArrayList<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private int running;

    synchronized void started() {
        running++;
    }

    synchronized void ended(long latency) {
        nanos.add(latency);
        end();
    }

    synchronized void failed(String reason) {
        failures.merge(String.valueOf(reason), 1, Integer::sum);
        end();
    }

    private void end() {
        running--;
        notifyAll();
    }

    synchronized void awaitEnd() throws InterruptedException {
        while (running > 0) {
            wait();
        }
    }

    synchronized int failed() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    synchronized Map<String, Integer> failures() {
        return new TreeMap<>(failures);
    }

    /** Returns a percentile in milliseconds, by the nearest rank; infinite if that request failed. */
    synchronized double percentile(double percent) {
        List<Long> sorted = nanos.stream().sorted().toList();
        int rank = Math.max(1, (int) Math.ceil(percent / 100 * (sorted.size() + failed())));
        return rank > sorted.size() ? Double.POSITIVE_INFINITY : sorted.get(rank - 1) / 1e6;
    }
}
