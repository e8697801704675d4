package dev.idiolect.oauth.runtimes;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One start of an application.
 *
 * @param start the time from the start of the process to the first response
 * @param memory the used heap and class metadata after a full garbage collection, in MiB
 */
record Measurement(Duration start, long memory) {

    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    static Measurement of(Platform platform, String app, Map<String, String> config) {
        return start(platform, app, config, process -> {
            Duration start = process.age();
            return new Measurement(start, JdkTools.used(process) / 1024);
        });
    }

    /** Starts an application that records where the time goes. This takes longer than a start without a recording. */
    static StartProfile profile(Platform platform, String app, Map<String, String> config) {
        Path recording = file(platform, app, ".jfr");
        Map<String, String> recorded = new HashMap<>(config);
        recorded.putAll(StartProfile.recorder(recording));
        // The JVM writes the recording when it ends.
        Instant response = start(platform, app, recorded, process -> Instant.now());
        return StartProfile.read(recording, response);
    }

    private static <T> T start(
            Platform platform, String app, Map<String, String> config, Function<ServerProcess, T> afterResponse) {
        int port = ServerProcess.freePort();
        Path log = file(platform, app, ".log");
        // Not timed from here: the platform first packages the application.
        ServerProcess process = platform.start(port, config, log, List.of(app));
        try (RunningServer server = new RunningServer(platform, port, process)) {
            CheckedApp checked = server.unready(app);
            while (!checked.isUp()) {
                if (!process.isAlive() || process.age().compareTo(LIMIT) > 0) {
                    throw new IllegalStateException(app + " does not start, see " + log);
                }
                Thread.sleep(PAUSE.toMillis());
            }
            return afterResponse.apply(process);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path file(Platform platform, String app, String end) {
        return Path.of("target", "runtimes", platform.name().replace(' ', '-') + "-measured-" + app + end)
                .toAbsolutePath();
    }
}
