package dev.idiolect.oauth.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The additional time of a signed call over an unsigned one, in microseconds. */
final class CallTable {

    private static final double MICROSECONDS = 1e6;

    private CallTable() {}

    static String toMarkdown(Results results) {
        List<Results.Case> cases = results.cases().stream()
                .filter(one -> one.isOf(CallBenchmark.class) && one.work().equals("signedCall"))
                .toList();
        if (cases.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder("""
                | Store | Crypto provider | Unsigned call | Signed call | Above | Signature | Above per signature |
                |---|---|---|---|---|---|---|
                """);
        for (Results.Case one : cases) {
            double unsigned = micros(results, one.with(CallBenchmark.class, "unsignedCall"));
            double signed = micros(results, one);
            double signature = micros(results, signature(one));
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.1f | %.1f | %.1f | %.1f | %.2f |%n",
                    one.parameters().get("store").toLowerCase(Locale.ROOT),
                    one.parameters().get("provider"),
                    unsigned,
                    signed,
                    signed - unsigned,
                    signature,
                    (signed - unsigned) / signature));
        }
        return table.toString();
    }

    // Signatures do not depend on the store.
    private static Results.Case signature(Results.Case call) {
        return new Results.Case(
                CallBenchmark.class.getName(),
                "callSignature",
                call.threads(),
                Map.of("keys", "1", "provider", call.parameters().get("provider")));
    }

    private static double micros(Results results, Results.Case one) {
        Optional<Double> perSecond = results.median(one);
        return MICROSECONDS / perSecond.orElse(Double.NaN);
    }
}
