package dev.idiolect.oauth.telemetry;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Records all reports as text, in order of their ends. */
public final class RecordingTelemetry implements Telemetry {

    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final Map<Gauge, Supplier<OptionalLong>> gauges = new ConcurrentHashMap<>();

    @Override
    public RunningOperation start(Operation operation, String detail) {
        return outcome -> reports.add(text(operation, detail) + (outcome == null ? "" : " -> " + outcome));
    }

    @Override
    public void count(Counter counter, String value, long amount) {
        reports.add(text(counter, value) + " +" + amount);
    }

    @Override
    public Registration gauge(Gauge gauge, Supplier<OptionalLong> value) {
        gauges.put(gauge, value);
        return () -> gauges.remove(gauge, value);
    }

    @Override
    public void resending(int resendCount) {
        reports.add("RESENDING " + resendCount);
    }

    private static String text(Enum<?> what, String value) {
        return what + (value == null ? "" : " " + value);
    }

    /** Returns the reports of one kind. */
    public List<String> of(Enum<?> what) {
        return reports.stream()
                .filter(report -> report.equals(what.name()) || report.startsWith(what.name() + " "))
                .toList();
    }

    /** Returns all reports. */
    public List<String> all() {
        return List.copyOf(reports);
    }

    /** Returns the current value of a gauge; fails if it is not registered. */
    public long value(Gauge gauge) {
        return gauges.get(gauge).get().getAsLong();
    }

    /** Returns whether a gauge is registered. */
    public boolean has(Gauge gauge) {
        return gauges.containsKey(gauge);
    }
}
