package dev.idiolect.oauth.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A table of the stores beside their baselines, and one of their speed with more sessions. */
final class StoreTables {

    private StoreTables() {}

    static String toMarkdown(Results results) {
        List<Results.Case> cases = results.cases().stream()
                .filter(one -> one.isOf(StoreBenchmark.class))
                .toList();
        if (cases.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder("""
                | Work | Store | Sessions | Threads | Per second | Baseline per second | Cost against the baseline |
                |---|---|---|---|---|---|---|
                """);
        for (Results.Case one : cases) {
            Results.Case plain = one.with(PlainBenchmark.class, one.work());
            table.append("%s %s | %s | %s |%n"
                    .formatted(
                            start(one),
                            Results.perSecond(results.median(one)),
                            Results.perSecond(results.median(plain)),
                            Results.ratio(results.ratio(plain, one))));
        }
        table.append("""

                | Work | Store | Sessions | Threads | Cost against 1,000 sessions | Cost of the baseline against 1,000 | Speed against one thread |
                |---|---|---|---|---|---|---|
                """);
        for (Results.Case one : cases) {
            Optional<Double> cost = results.ratio(one.with("sessions", 1_000), one);
            Results.Case plain = one.with(PlainBenchmark.class, one.work());
            Optional<Double> baseline = results.ratio(plain.with("sessions", 1_000), plain);
            Optional<Double> speed = results.ratio(one, one.withThreads(1));
            if (cost.isPresent() || speed.isPresent()) {
                table.append("%s %s | %s | %s |%n"
                        .formatted(start(one), Results.ratio(cost), Results.ratio(baseline), Results.ratio(speed)));
            }
        }
        return table.toString();
    }

    private static String start(Results.Case one) {
        return String.format(
                Locale.ROOT,
                "| `%s` | %s | %,d | %d |",
                one.work(),
                one.parameters().get("store").toLowerCase(Locale.ROOT),
                one.number("sessions"),
                one.threads());
    }
}
