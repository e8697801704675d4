package dev.idiolect.oauth.load;

import dev.idiolect.oauth.load.SteadyUsers.Kind;
import dev.idiolect.oauth.testkit.internal.FakeDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures the latencies of sign-ins, refreshes and writes, and the heap: undisturbed, and during each attack. Fails if
 * a request of a user fails, or if an attack slows users down more than {@value #MAX_RATIO} times or takes more than
 * {@value #MAX_HEAP_MIB} MiB. The attackers use the processors of the application, so latencies are compared with the
 * slower of two: undisturbed, and during as many requests to another page.
 *
 * <p>The figures depend on the machine, so a normal build does not run this. Options: {@code -Dload.seconds=60} for
 * each attack, and {@code -Dload.attacks=SLOW_LOGINS,SLOW_CALLBACKS}.
 */
public final class Load {

    private static final int MAX_RATIO = 3;
    private static final int MAX_HEAP_MIB = 64;

    /** Below this, a ratio says more about the scheduler of a small machine than about the application. */
    private static final double NOTICEABLE_MILLIS = 100;

    private static final Duration WARM_UP = Duration.ofSeconds(25);

    private final Duration time = Duration.ofSeconds(Integer.getInteger("load.seconds", 60));
    private final List<String> misses = new ArrayList<>();
    private final StringBuilder table = new StringBuilder(
            "| Attack | Request | p50 before, during | p99 before, control, during | Ratio to before, to control | Failed | Heap |\n|---|---|---|---|---|---|---|\n");
    private Map<Kind, Latencies> before = Map.of();
    private Map<Kind, Latencies> control = Map.of();
    private long heapBefore;

    private Load() {}

    public static void main(String[] args) throws Exception {
        Path files = Files.createDirectories(
                Path.of(System.getProperty("basedir", ""), "target", "load").toAbsolutePath());
        String runtime = System.getProperty("runtime", "quarkus");
        try (FakeDirectory directory = FakeDirectory.start();
                LoadedApp app = runtime.equals("liberty-sample")
                        ? new SampleUnderLoad(directory.url(), Files.createTempDirectory(files, "sample"))
                        : new QuarkusUnderLoad(directory.url(), Files.createTempDirectory(files, "quarkus"))) {
            new Load().run(app, directory, files.resolve(runtime + ".md"));
        }
    }

    private void run(LoadedApp app, FakeDirectory directory, Path report) throws Exception {
        try (Arena own = new Arena(app, directory);
                SteadyUsers users = new SteadyUsers(own)) {
            users.measure(WARM_UP);
            before = users.measure(time);
            control = before;
            heapBefore = app.heap();
            for (Attack attack : attacks()) {
                try (Arena hostile = new Arena(app, directory)) {
                    measure(app, users, attack, hostile);
                }
            }
        }
        Files.writeString(report, table);
        System.out.println(table);
        if (!misses.isEmpty()) {
            throw new IllegalStateException("missed: " + String.join("; ", misses));
        }
    }

    private static List<Attack> attacks() {
        String names = System.getProperty("load.attacks", "");
        return names.isEmpty()
                ? List.of(Attack.values())
                : Arrays.stream(names.split(",")).map(Attack::valueOf).toList();
    }

    private void measure(LoadedApp app, SteadyUsers users, Attack attack, Arena hostile) throws InterruptedException {
        Map<Kind, Latencies> during;
        long heap;
        try (Attackers attackers = attack.start(hostile)) {
            during = users.measure(time);
            heap = (app.heap() - heapBefore) / 1024;
            System.out.println(attack + ": " + attackers.summary());
        }
        if (attack == Attack.NO_ATTACK) {
            before = during;
        }
        if (attack.isControl()) {
            control = during;
        }
        for (Kind kind : Kind.values()) {
            add(attack, kind, during.get(kind), heap);
        }
        if (heap > MAX_HEAP_MIB && !attack.isControl()) {
            misses.add(attack + " takes " + heap + " MiB");
        }
    }

    private void add(Attack attack, Kind kind, Latencies with, long heap) {
        Latencies without = before.get(kind);
        double usual = Math.max(without.percentile(99), control.get(kind).percentile(99));
        if (with.percentile(99) > Math.max(NOTICEABLE_MILLIS, MAX_RATIO * usual)) {
            misses.add(attack + " slows down " + kind);
        }
        if (with.failed() > 0) {
            misses.add(attack + " fails " + kind);
        }
        String line = String.format(
                Locale.ROOT,
                "| %s | %s | %.0f, %.0f ms | %.0f, %.0f, %.0f ms | %.1f, %.1f | %d | %+d MiB |",
                attack,
                kind,
                without.percentile(50),
                with.percentile(50),
                without.percentile(99),
                control.get(kind).percentile(99),
                with.percentile(99),
                with.percentile(99) / without.percentile(99),
                with.percentile(99) / control.get(kind).percentile(99),
                with.failed(),
                heap);
        table.append(line).append('\n');
        System.out.println(line + (with.failed() == 0 ? "" : " " + with.failures()));
    }
}
