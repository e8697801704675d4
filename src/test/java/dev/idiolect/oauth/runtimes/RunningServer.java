package dev.idiolect.oauth.runtimes;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A started runtime.
 *
 * @param platform the runtime
 * @param port the port that it listens on
 * @param process its process
 */
record RunningServer(Platform platform, int port, ServerProcess process) implements AutoCloseable {

    // Open Liberty with its finest logs takes two minutes on a busy machine.
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    /** Waits until an application responds, and returns it. */
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

    /** Returns an application that may not respond. */
    CheckedApp unready(String name) {
        return new CheckedApp(platform.address(port, name));
    }

    /** Waits for a line of the log that contains all texts, or fails with the end of the log. */
    void awaitLog(String... texts) {
        try {
            await(List.of(texts) + " in a line of the log")
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> hasLogLine(texts) || !process.isAlive());
        } finally {
            if (!hasLogLine(texts)) {
                throw new AssertionError("no line with " + List.of(texts) + " in the log, which ends with\n" + tail());
            }
        }
    }

    private boolean hasLogLine(String... texts) {
        return process.log().lines().anyMatch(line -> Stream.of(texts).allMatch(line::contains));
    }

    /** Returns the end of the log. */
    String tail() {
        String log = process.log();
        return log.substring(Math.max(0, log.length() - 6000));
    }

    @Override
    public void close() {
        process.close();
    }
}
