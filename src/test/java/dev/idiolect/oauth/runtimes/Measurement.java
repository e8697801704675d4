package dev.idiolect.oauth.runtimes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One start of an application.
 *
 * @param start from the start of the process to the first answer
 * @param memory what the process holds in memory after that and a full garbage collection, in MiB
 */
record Measurement(Duration start, long memory) {

    private static final Duration PAUSE = Duration.ofMillis(5);

    static Measurement of(Platform platform, String app, Map<String, String> config) {
        int port = ServerProcess.freePort();
        Path log = Path.of("target", "runtimes", platform.name().replace(' ', '-') + "-measured-" + app + ".log")
                .toAbsolutePath();
        long began = System.nanoTime();
        ServerProcess process = platform.start(port, config, log, List.of(app));
        try (RunningServer server = new RunningServer(platform, port, process)) {
            CheckedApp started = server.unready(app);
            while (!started.isUp()) {
                if (!process.isAlive()
                        || System.nanoTime() - began > Duration.ofMinutes(2).toNanos()) {
                    throw new IllegalStateException(app + " does not start, see " + log);
                }
                Thread.sleep(PAUSE.toMillis());
            }
            Duration start = Duration.ofNanos(System.nanoTime() - began);
            Leftovers.collectGarbage(process);
            return new Measurement(start, resident(process.jvm()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long resident(long pid) {
        try {
            String line = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(text -> text.startsWith("VmRSS:"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
