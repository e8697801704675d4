package dev.idiolect.oauth.bench;

import java.util.Locale;

/** The time of writing and reading a session as text, plain and encrypted. */
final class EncryptionTable {

    private static final double MICROSECONDS = 1e6;

    private EncryptionTable() {}

    static String toMarkdown(Results results) {
        StringBuilder table = new StringBuilder();
        for (Results.Case one : results.cases()) {
            if (one.isOf(EncryptionBenchmark.class)) {
                double micros = MICROSECONDS / results.median(one).orElseThrow();
                table.append(String.format(Locale.ROOT, "| `%s` | %.1f |%n", one.work(), micros));
            }
        }
        return table.isEmpty() ? "" : "| Work | Microseconds |\n|---|---|\n" + table;
    }
}
