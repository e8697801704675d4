package dev.idiolect.oauth.bench;

import java.util.List;
import java.util.Locale;

/** A table of proofs per second and signatures per second. */
final class ProofTable {

    private ProofTable() {}

    static String toMarkdown(Results results) {
        List<Results.Case> cases = results.cases().stream()
                .filter(one -> one.isOf(ProofBenchmark.class) && one.work().equals("proof"))
                .toList();
        if (cases.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder("""
                | Crypto provider | Keys | Threads | Proofs per second | Signatures per second | Proofs per signature |
                |---|---|---|---|---|---|
                """);
        for (Results.Case one : cases) {
            Results.Case signature = one.with(ProofBenchmark.class, "signature");
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %d | %s | %s | %s |%n",
                    one.parameters().get("provider"),
                    one.number("keys"),
                    one.threads(),
                    Results.perSecond(results.median(one)),
                    Results.perSecond(results.median(signature)),
                    Results.ratio(results.ratio(one, signature))));
        }
        return table.toString();
    }
}
