package dev.idiolect.oauth.bench;

import dev.idiolect.oauth.cdi.internal.TelemetryBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks and writes {@code target/bench/results.json} and {@code target/bench/results.md}. The first
 * argument is whether to use few sessions and short runs. The second one names the groups to run, separated by commas.
 */
public final class Bench {

    private static final Path RESULTS = Path.of("target", "bench");
    private static final int[] THREADS = {1, 32};
    private static final int FEW = 1_000;
    private static final int MANY = 1_000_000;
    private static final int ROUNDS = 3;

    /** Long enough for a slow machine to compile a whole call. With less, the library looks too slow. */
    private static final int WARMUP_SECONDS = 12;

    private static final int MEASUREMENT_SECONDS = 5;

    private static final String PROOFS = "proofs";
    private static final String ENCRYPTION = "encryption";
    private static final String TELEMETRY = "telemetry";
    private static final String CALLS = "calls";
    private static final String LOAD = "load";

    private final boolean quick;
    private final List<RunResult> results = new ArrayList<>();

    private Bench(boolean quick) {
        this.quick = quick;
    }

    public static void main(String[] arguments) throws IOException, SQLException, RunnerException {
        Bench bench = new Bench(Boolean.parseBoolean(arguments[0]));
        for (String group : arguments[1].split(",")) {
            switch (group) {
                case PROOFS -> bench.proofs();
                case ENCRYPTION -> bench.times(EncryptionBenchmark.class, "(write|read)(Encrypted|Plain)");
                case TELEMETRY -> bench.times(TelemetryBenchmark.class, "(store|refresh)\\w+");
                case CALLS -> bench.calls();
                case LOAD -> bench.load();
                default -> bench.stores(Kind.valueOf(group.toUpperCase(Locale.ROOT)));
            }
        }
    }

    private void stores(Kind kind) throws IOException, SQLException, RunnerException {
        store(kind, FEW);
        if (!quick) {
            store(kind, MANY);
        }
    }

    private void store(Kind kind, int sessions) throws IOException, SQLException, RunnerException {
        try (Filled filled = Filled.with(kind, sessions)) {
            List<Class<?>> benchmarks = List.of(StoreBenchmark.class, PlainBenchmark.class);
            Map<String, String> parameters =
                    Map.of("store", kind.name(), "sessions", Integer.toString(sessions), "place", filled.place());
            for (String work : List.of("refreshIfNeeded", "save")) {
                for (int threads : THREADS) {
                    alternate(benchmarks, work, threads, parameters);
                }
            }
            if (kind == Kind.JDBC && sessions == FEW) {
                for (int threads : THREADS) {
                    alternate(List.of(StoreBenchmark.class), "refreshIfNeededCached", threads, parameters);
                }
            }
        }
        write();
    }

    private void proofs() throws IOException, RunnerException {
        for (String provider : List.of("jdk", "accp", "conscrypt")) {
            for (int threads : quick ? THREADS : new int[] {1, 2, 32}) {
                proofs(provider, 1, threads);
            }
            if (!quick) {
                proofs(provider, 3_000, 1);
            }
        }
        if (!quick) {
            proofs("accp", 100_000, 1);
        }
        write();
    }

    private void proofs(String provider, int keys, int threads) throws RunnerException {
        Map<String, String> parameters = Map.of("provider", provider, "keys", Integer.toString(keys));
        for (int round = 0; round < rounds(); round++) {
            measure(ProofBenchmark.class, "proof", threads, parameters);
            measure(ProofBenchmark.class, "signature", threads, parameters);
        }
    }

    private void times(Class<?> benchmark, String works) throws IOException, RunnerException {
        for (int round = 0; round < rounds(); round++) {
            measure(benchmark, works, 1, Map.of());
        }
        write();
    }

    private void calls() throws IOException, SQLException, RunnerException {
        for (Kind kind : List.of(Kind.MEMORY, Kind.SQLITE, Kind.FILESYSTEM)) {
            try (Filled filled = Filled.with(kind, FEW)) {
                for (String provider : List.of("jdk", "accp")) {
                    Map<String, String> parameters = Map.of(
                            "store",
                            kind.name(),
                            "sessions",
                            Integer.toString(FEW),
                            "place",
                            filled.place(),
                            "provider",
                            provider,
                            "keys",
                            "1");
                    for (int round = 0; round < rounds(); round++) {
                        measure(CallBenchmark.class, "(unsignedCall|signedCall|callSignature)", 1, parameters);
                    }
                }
            }
        }
        write();
    }

    private void load() throws IOException, RunnerException {
        for (int callers : quick ? new int[] {16} : new int[] {1, 16, 256}) {
            for (int accounts : quick ? new int[] {FEW} : new int[] {1, FEW}) {
                try (LoadServer server = LoadServer.start(accounts)) {
                    load(server, callers, accounts);
                }
            }
        }
        write();
    }

    private void load(LoadServer server, int callers, int accounts) throws RunnerException {
        for (int round = 0; round < rounds(); round++) {
            for (String provider : List.of(LoadState.NONE, "jdk", "accp")) {
                Map<String, String> parameters = Map.of(
                        "provider", provider,
                        "accounts", Integer.toString(accounts),
                        "place", server.sessions().toString());
                String work = provider.equals(LoadState.NONE) ? "unsignedCall" : "signedCall";
                run(options(LoadBenchmark.class, work, callers, parameters)
                        .mode(Mode.SampleTime)
                        .timeUnit(TimeUnit.MICROSECONDS)
                        .addProfiler(GCProfiler.class));
            }
        }
    }

    // They take turns, so that other work on the machine slows both down.
    private void alternate(List<Class<?>> benchmarks, String work, int threads, Map<String, String> parameters)
            throws RunnerException {
        for (int round = 0; round < rounds(); round++) {
            for (Class<?> benchmark : benchmarks) {
                measure(benchmark, work, threads, parameters);
            }
        }
    }

    private int rounds() {
        return quick ? 1 : ROUNDS;
    }

    private void measure(Class<?> benchmark, String work, int threads, Map<String, String> parameters)
            throws RunnerException {
        run(options(benchmark, work, threads, parameters).mode(Mode.Throughput));
    }

    private ChainedOptionsBuilder options(
            Class<?> benchmark, String work, int threads, Map<String, String> parameters) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + benchmark.getSimpleName() + "\\." + work + "$")
                .threads(threads)
                .forks(1)
                .jvmArgsAppend("-Xmx4g")
                .shouldFailOnError(true)
                // With synchronized iterations, a thread that waits for a lock would continue after the others have
                // ended.
                .syncIterations(false)
                .warmupIterations(1)
                .warmupTime(TimeValue.seconds(quick ? 1 : WARMUP_SECONDS))
                .measurementIterations(1)
                .measurementTime(TimeValue.seconds(quick ? 1 : MEASUREMENT_SECONDS));
        parameters.forEach(options::param);
        return options;
    }

    private void run(ChainedOptionsBuilder options) throws RunnerException {
        results.addAll(new Runner(options.build()).run());
    }

    private void write() throws IOException {
        Files.createDirectories(RESULTS);
        ResultFormatFactory.getInstance(
                        ResultFormatType.JSON, RESULTS.resolve("results.json").toString())
                .writeOut(results);
        Results all = new Results(results);
        String tables = Stream.of(
                        StoreTables.toMarkdown(all),
                        ProofTable.toMarkdown(all),
                        TimeTable.toMarkdown(all),
                        CallTable.toMarkdown(all),
                        LoadTable.toMarkdown(results))
                .filter(table -> !table.isEmpty())
                .reduce((one, other) -> one + "\n" + other)
                .orElseThrow();
        Files.writeString(RESULTS.resolve("results.md"), tables);
        System.out.println(tables);
    }
}
