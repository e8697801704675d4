package dev.idiolect.oauth.runtimes;

import dev.idiolect.oauth.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures the startup time and the memory of an application with and without the library, on each runtime, and writes the
 * table of the runtimes guide. Prints which phases of the start take longer with the library.
 */
public final class Measurements {

    private static final int TIMES = 5;
    private static final Pattern TABLE = Pattern.compile("(?s)(<!-- measured -->\n).*?(?=<!-- end of measured -->)");

    private Measurements() {}

    public static void main(String[] args) throws IOException {
        List<Platform> platforms = List.of(new Quarkus(), new Liberty(), new Payara(), new Helidon(), new WildFly());
        StringBuilder table = new StringBuilder("Measured on " + LocalDate.now(ZoneOffset.UTC) + " on "
                + Runtime.getRuntime().availableProcessors() + " cores, medians of " + TIMES
                + " alternating starts:\n\n"
                + "| Runtime | Start without | with | Memory without | with |\n|---|---|---|---|---|\n");
        Path sessions = Files.createTempDirectory("idiolect-measured");
        try {
            for (Platform platform : platforms) {
                if (platform.missing().isPresent()) {
                    System.out.println(platform.name() + " is not measured: "
                            + platform.missing().get());
                    continue;
                }
                table.append(row(platform, sessions)).append('\n');
            }
        } finally {
            ServerFiles.deleteAll(sessions);
        }
        Path guide = Documents.guide("runtimes");
        Matcher place = TABLE.matcher(Files.readString(guide));
        if (!place.find()) {
            throw new IllegalStateException("no markers for the figures in " + guide);
        }
        Files.writeString(guide, place.replaceFirst("$1" + Matcher.quoteReplacement(table + "\n")));
        System.out.println(table);
    }

    private static String row(Platform platform, Path sessions) {
        List<Measurement> without = new ArrayList<>();
        List<Measurement> with = new ArrayList<>();
        Map<String, String> config = Map.of(
                "idiolect.oauth.store", "filesystem",
                "idiolect.oauth.store.path", sessions.toString(),
                "idiolect.oauth.client-id", "http://localhost",
                "idiolect.oauth.redirect-uri", "http://127.0.0.1:8080/oauth/callback");
        // The first two starts fill the disk cache and do not count.
        for (int i = 0; i <= TIMES; i++) {
            Measurement bare = Measurement.of(platform, "bare", config);
            Measurement library = Measurement.of(platform, "library", config);
            System.out.println(platform.name() + " without " + bare + ", with " + library);
            if (i > 0) {
                without.add(bare);
                with.add(library);
            }
        }
        StartProfile bare = Measurement.profile(platform, "bare", config);
        System.out.println(platform.name() + " with the library, more processor time for\n"
                + Measurement.profile(platform, "library", config).longerThan(bare));
        ToDoubleFunction<Measurement> start = found -> found.start().toMillis() / 1000.0;
        return String.format(
                Locale.ROOT,
                "| %s | %.2f s | %.2f s | %.0f MiB | %.0f MiB |",
                platform.name(),
                median(without, start),
                median(with, start),
                median(without, Measurement::memory),
                median(with, Measurement::memory));
    }

    private static double median(List<Measurement> found, ToDoubleFunction<Measurement> figure) {
        double[] sorted = found.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
