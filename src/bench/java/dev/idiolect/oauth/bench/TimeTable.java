package dev.idiolect.oauth.bench;

import dev.idiolect.oauth.cdi.internal.TelemetryBenchmark;
import java.util.List;
import java.util.Locale;

/** The time of work that has no baseline, in microseconds. */
final class TimeTable {

    private static final double MICROSECONDS = 1e6;

    private static final List<Class<?>> BENCHMARKS = List.of(EncryptionBenchmark.class, TelemetryBenchmark.class);

    private TimeTable() {}

    static String toMarkdown(Results results) {
        StringBuilder table = new StringBuilder();
        for (Results.Case one : results.cases()) {
            if (BENCHMARKS.stream().anyMatch(one::isOf)) {
                double micros = MICROSECONDS / results.median(one).orElseThrow();
                table.append(String.format(Locale.ROOT, "| `%s` | %.1f |%n", one.work(), micros));
            }
        }
        return table.isEmpty() ? "" : "| Work | Microseconds |\n|---|---|\n" + table;
    }
}
