package dev.idiolect.oauth.runtimes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One start of an application.
 *
 * @param start the time from the start of the process to the first response
 * @param memory the used heap and class metadata after a full garbage collection, in MiB
 */
record Measurement(Duration start, long memory) {

    private static final Duration PAUSE = Duration.ofMillis(5);

    static Measurement of(Platform platform, String app, Map<String, String> config) {
        int port = ServerProcess.freePort();
        Path log = Path.of("target", "runtimes", platform.name().replace(' ', '-') + "-measured-" + app + ".log")
                .toAbsolutePath();
        long started = System.nanoTime();
        ServerProcess process = platform.start(port, config, log, List.of(app));
        try (RunningServer server = new RunningServer(platform, port, process)) {
            CheckedApp checked = server.unready(app);
            while (!checked.isUp()) {
                if (!process.isAlive()
                        || System.nanoTime() - started > Duration.ofMinutes(2).toNanos()) {
                    throw new IllegalStateException(app + " does not start, see " + log);
                }
                Thread.sleep(PAUSE.toMillis());
            }
            Duration start = Duration.ofNanos(System.nanoTime() - started);
            return new Measurement(start, JdkTools.used(process) / 1024);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
