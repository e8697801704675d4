package dev.idiolect.oauth.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/** The results of all rounds, in calls per second. */
final class Results {

    /** A benchmark with its parameters. */
    record Case(String benchmark, String work, int threads, Map<String, String> parameters) {

        Case with(Class<?> otherBenchmark, String otherWork) {
            return new Case(otherBenchmark.getName(), otherWork, threads, parameters);
        }

        Case withThreads(int other) {
            return new Case(benchmark, work, other, parameters);
        }

        Case with(String parameter, Object value) {
            Map<String, String> changed = new TreeMap<>(parameters);
            changed.put(parameter, value.toString());
            return new Case(benchmark, work, threads, changed);
        }

        boolean isOf(Class<?> other) {
            return benchmark.equals(other.getName());
        }

        int number(String parameter) {
            return Integer.parseInt(parameters.get(parameter));
        }
    }

    private final Map<Case, List<Double>> rounds = new LinkedHashMap<>();

    Results(Collection<RunResult> results) {
        for (RunResult result : results) {
            rounds.computeIfAbsent(caseOf(result.getParams()), one -> new ArrayList<>())
                    .add(result.getPrimaryResult().getScore());
        }
    }

    static Case caseOf(BenchmarkParams params) {
        String name = params.getBenchmark();
        int dot = name.lastIndexOf('.');
        Map<String, String> parameters = new TreeMap<>();
        for (String key : params.getParamsKeys()) {
            // The location of the data differs between runs.
            if (!key.equals("place")) {
                parameters.put(key, params.getParam(key));
            }
        }
        return new Case(name.substring(0, dot), name.substring(dot + 1), params.getThreads(), parameters);
    }

    /** Returns the benchmarks in the order of their first runs. */
    Set<Case> cases() {
        return rounds.keySet();
    }

    Optional<Double> median(Case one) {
        return Optional.ofNullable(rounds.get(one)).map(Results::median);
    }

    /** Returns the median of the ratios of all rounds. A round runs both directly after each other. */
    Optional<Double> ratio(Case one, Case other) {
        List<Double> first = rounds.get(one);
        List<Double> second = rounds.get(other);
        if (first == null || second == null || one.equals(other)) {
            return Optional.empty();
        }
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(first.size(), second.size()); round++) {
            ratios.add(first.get(round) / second.get(round));
        }
        return Optional.of(median(ratios));
    }

    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    static String perSecond(Optional<Double> value) {
        return value.map(v -> String.format(Locale.ROOT, "%,.0f", v)).orElse("");
    }

    static String ratio(Optional<Double> value) {
        return value.map(v -> String.format(Locale.ROOT, "%.2f", v)).orElse("");
    }
}
