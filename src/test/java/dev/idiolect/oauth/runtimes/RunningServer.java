package dev.idiolect.oauth.runtimes;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A started runtime.
 *
 * @param platform what it is
 * @param port where it listens
 */
record RunningServer(Platform platform, int port, ServerProcess process) implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    /** An application, as soon as it answers. */
    CheckedApp app(String name) {
        CheckedApp app = unready(name);
        await("start of " + name)
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> app.isUp() || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("the server has ended:\n" + tail());
        }
        return app;
    }

    /** An application, which may not answer. */
    CheckedApp unready(String name) {
        return new CheckedApp(platform.address(port, name));
    }

    /** Waits until a line of the log has all these words, or fails with the log's end. */
    void awaitLog(String... words) {
        try {
            await(List.of(words) + " in a line of the log")
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> hasLogLine(words) || !process.isAlive());
        } finally {
            if (!hasLogLine(words)) {
                throw new AssertionError("no line with " + List.of(words) + " in the log, which ends with\n" + tail());
            }
        }
    }

    private boolean hasLogLine(String... words) {
        return process.log().lines().anyMatch(line -> Stream.of(words).allMatch(line::contains));
    }

    /** The end of the log. */
    String tail() {
        String log = process.log();
        return log.substring(Math.max(0, log.length() - 6000));
    }

    @Override
    public void close() {
        process.close();
    }
}
