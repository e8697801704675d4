package dev.idiolect.oauth.runtimes;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

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

    /** Waits until the log says something, or fails with the log's end. */
    void awaitLog(String text) {
        try {
            await("\"" + text + "\" in the log")
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> process.log().contains(text) || !process.isAlive());
        } finally {
            if (!process.log().contains(text)) {
                throw new AssertionError("no \"" + text + "\" in the log, which ends with\n" + tail());
            }
        }
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
