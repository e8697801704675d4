package dev.idiolect.oauth.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Throughput, latencies and allocation of signed and unsigned calls under load; medians of all rounds. */
final class LoadTable {

    private static final double MICROSECONDS = 1e6;
    private static final double MEDIAN = 50;
    private static final double SLOW = 99;
    private static final double KIBIBYTE = 1024;

    private LoadTable() {}

    static String toMarkdown(Collection<RunResult> results) {
        Map<Results.Case, List<RunResult>> rounds = new LinkedHashMap<>();
        for (RunResult result : results) {
            Results.Case one = Results.caseOf(result.getParams());
            if (one.isOf(LoadBenchmark.class)) {
                rounds.computeIfAbsent(one, found -> new ArrayList<>()).add(result);
            }
        }
        if (rounds.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder("""
                | Callers | Accounts | Call | Calls per second | p50 (µs) | p99 (µs) | Allocated per call (KiB) |
                |---|---|---|---|---|---|---|
                """);
        rounds.forEach((one, found) -> table.append(String.format(
                Locale.ROOT,
                "| %d | %,d | %s | %,.0f | %,.0f | %,.0f | %.1f |%n",
                one.threads(),
                one.number("accounts"),
                name(one),
                // Each caller makes one call after the other.
                median(
                        found,
                        result -> MICROSECONDS * one.threads() / primary(result).getScore()),
                median(found, result -> primary(result).getStatistics().getPercentile(MEDIAN)),
                median(found, result -> primary(result).getStatistics().getPercentile(SLOW)),
                median(found, LoadTable::allocated))));
        return table.toString();
    }

    private static String name(Results.Case one) {
        String provider = one.parameters().get("provider");
        return provider.equals(LoadState.NONE) ? "unsigned" : "signed, " + provider;
    }

    private static Result<?> primary(RunResult result) {
        return result.getPrimaryResult();
    }

    private static double allocated(RunResult result) {
        return result.getSecondaryResults().get("gc.alloc.rate.norm").getScore() / KIBIBYTE;
    }

    private static double median(List<RunResult> rounds, ToDoubleFunction<RunResult> figure) {
        return Results.median(rounds.stream().map(figure::applyAsDouble).toList());
    }
}
