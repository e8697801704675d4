package dev.idiolect.oauth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks and writes {@code target/bench/results.json} and {@code target/bench/results.md}. With the argument
 * {@code true}, it uses few sessions and short runs, and takes two to four minutes.
 */
public final class Bench {

    private static final Path RESULTS = Path.of("target", "bench");
    private static final int[] THREADS = {1, 32};
    private static final int FEW = 1_000;
    private static final int MANY = 1_000_000;
    private static final int ROUNDS = 3;

    private final boolean quick;
    private final List<RunResult> results = new ArrayList<>();

    private Bench(boolean quick) {
        this.quick = quick;
    }

    public static void main(String[] arguments) throws IOException, SQLException, RunnerException {
        Bench bench = new Bench(Boolean.parseBoolean(arguments[0]));
        // The databases come first, so that their results are written even if the run is stopped early.
        for (Kind kind : arguments.length > 1
                ? List.of(Kind.valueOf(arguments[1]))
                : List.of(Kind.SQLITE, Kind.JDBC, Kind.MEMORY, Kind.FILESYSTEM)) {
            bench.run(kind, FEW);
            if (arguments.length > 2) {
                continue;
            }
            if (!bench.quick) {
                bench.run(kind, MANY);
            }
        }
    }

    private void run(Kind kind, int sessions) throws IOException, SQLException, RunnerException {
        try (Filled filled = Filled.with(kind, sessions)) {
            for (String work : List.of("refreshIfNeeded", "save")) {
                for (int threads : THREADS) {
                    compare(filled, work, threads);
                }
            }
            if (kind == Kind.JDBC && sessions == FEW) {
                for (int threads : THREADS) {
                    measure(filled, StoreBenchmark.class, "refreshIfNeededCached", threads);
                }
            }
        }
        write();
    }

    // They take turns, so that other work on the machine slows both down.
    private void compare(Filled filled, String work, int threads) throws RunnerException {
        int rounds = quick || !filled.kind().isDatabase() ? 1 : ROUNDS;
        for (int round = 0; round < rounds; round++) {
            measure(filled, StoreBenchmark.class, work, threads);
            if (filled.kind().isDatabase()) {
                measure(filled, PlainJdbcBenchmark.class, work, threads);
            }
        }
    }

    private void measure(Filled filled, Class<?> benchmark, String work, int threads) throws RunnerException {
        results.addAll(new Runner(new OptionsBuilder()
                        .include("\\." + benchmark.getSimpleName() + "\\." + work + "$")
                        .mode(Mode.Throughput)
                        .threads(threads)
                        .forks(1)
                        .jvmArgsAppend("-Xmx4g")
                        .shouldFailOnError(true)
                        // Otherwise, a thread that waits for a lock until the others end would run without them.
                        .syncIterations(false)
                        .param("store", filled.kind().name())
                        .param("sessions", Integer.toString(filled.sessions()))
                        .param("place", filled.place())
                        .warmupIterations(1)
                        .warmupTime(TimeValue.seconds(quick ? 1 : 4))
                        .measurementIterations(quick ? 1 : 3)
                        .measurementTime(TimeValue.seconds(1))
                        .build())
                .run());
    }

    private void write() throws IOException {
        Files.createDirectories(RESULTS);
        ResultFormatFactory.getInstance(
                        ResultFormatType.JSON, RESULTS.resolve("results.json").toString())
                .writeOut(results);
        String table = new ResultTable(results).toMarkdown();
        Files.writeString(RESULTS.resolve("results.md"), table);
        System.out.println(table);
    }
}
