package dev.idiolect.oauth.runtimes;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A runtime with the applications that were built for it. */
interface Platform {

    /** As people call it. */
    String name();

    /** The version that the applications were built with. */
    String version();

    /** What this machine lacks to run it, for people; empty if nothing. */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /** Whether {@code @Retry} on a client's method stands around the library's interceptor, as their priorities say, or inside. */
    default boolean retriesWholeCalls() {
        return true;
    }

    /** The address of an application, without a slash at the end. */
    default String address(int port, String app) {
        return "http://127.0.0.1:" + port + "/" + app;
    }

    /**
     * Starts the runtime with applications, which need not come up.
     *
     * @param port where it listens, on loopback
     * @param config the applications' configuration
     * @param log where its output goes
     * @param apps names of applications: {@code checks}, {@code own} with a store of its own, and those of {@link BuiltApps}
     *     and of each runtime's project
     */
    ServerProcess start(int port, Map<String, String> config, Path log, List<String> apps);
}
