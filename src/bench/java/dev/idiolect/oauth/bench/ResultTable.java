package dev.idiolect.oauth.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/** Formats the results as tables: the figures of the library beside those of plain code, and their growth. */
final class ResultTable {

    private record Row(String work, Kind store, int sessions, int threads) implements Comparable<Row> {

        @Override
        public int compareTo(Row other) {
            return key().compareTo(other.key());
        }

        private String key() {
            return "%s %d %08d %08d".formatted(work, store.ordinal(), sessions, threads);
        }

        Row withSessions(int other) {
            return new Row(work, store, other, threads);
        }

        Row withThreads(int other) {
            return new Row(work, store, sessions, other);
        }
    }

    private final Map<Row, Double> library;
    private final Map<Row, Double> plain;

    ResultTable(Collection<RunResult> results) {
        library = medians(results, StoreBenchmark.class);
        plain = medians(results, PlainJdbcBenchmark.class);
    }

    private static Map<Row, Double> medians(Collection<RunResult> results, Class<?> benchmark) {
        Map<Row, List<Double>> scores = new TreeMap<>();
        for (RunResult result : results) {
            BenchmarkParams params = result.getParams();
            if (params.getBenchmark().startsWith(benchmark.getName() + ".")) {
                scores.computeIfAbsent(row(params), row -> new ArrayList<>())
                        .add(result.getPrimaryResult().getScore());
            }
        }
        Map<Row, Double> medians = new TreeMap<>();
        scores.forEach((row, rounds) ->
                medians.put(row, rounds.stream().sorted().toList().get(rounds.size() / 2)));
        return medians;
    }

    private static Row row(BenchmarkParams params) {
        String name = params.getBenchmark();
        return new Row(
                name.substring(name.lastIndexOf('.') + 1),
                Kind.valueOf(params.getParam("store")),
                Integer.parseInt(params.getParam("sessions")),
                params.getThreads());
    }

    String toMarkdown() {
        StringBuilder table = new StringBuilder("""
                | Work | Store | Sessions | Threads | Per second | Plain JDBC per second | Cost against plain JDBC |
                |---|---|---|---|---|---|---|
                """);
        library.forEach((row, score) -> table.append(line(row, score, plain.get(row))));
        table.append("""

                | Work | Store | Sessions | Threads | Cost against 1,000 sessions | Speed against one thread |
                |---|---|---|---|---|---|
                """);
        library.forEach((row, score) -> {
            String cost = row.sessions() == 1_000 ? "" : ratio(library.get(row.withSessions(1_000)), score);
            String speed = row.threads() == 1 ? "" : ratio(score, library.get(row.withThreads(1)));
            if (!cost.isEmpty() || !speed.isEmpty()) {
                table.append(start(row))
                        .append(" ")
                        .append(cost)
                        .append(" | ")
                        .append(speed)
                        .append(" |\n");
            }
        });
        return table.toString();
    }

    private static String line(Row row, double score, Double limit) {
        String plain = limit == null ? "" : String.format(Locale.ROOT, "%,.0f", limit);
        return start(row) + String.format(Locale.ROOT, " %,.0f | %s | %s |%n", score, plain, ratio(limit, score));
    }

    private static String start(Row row) {
        return String.format(
                Locale.ROOT,
                "| `%s` | %s | %,d | %d |",
                row.work(),
                row.store().name().toLowerCase(Locale.ROOT),
                row.sessions(),
                row.threads());
    }

    private static String ratio(Double one, Double other) {
        return one == null || other == null ? "" : String.format(Locale.ROOT, "%.2f", one / other);
    }
}
