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

    /** Returns the JDKs that it runs on. */
    JdkRange jdks();

    /** Returns the JDK of this machine that it is started with. */
    default Jdk jdk() {
        return Jdk.in(jdks()).orElseThrow(() -> new IllegalStateException(name() + ": " + noJdk()));
    }

    /** Returns what this machine lacks to run it, in words; empty if nothing. */
    default Optional<String> missing() {
        return Jdk.in(jdks()).isPresent() ? Optional.empty() : Optional.of(noJdk());
    }

    private String noJdk() {
        return "it needs " + jdks().words() + ", and there is none in JAVA_HOME, a variable such as JAVA_HOME_"
                + jdks().oldest() + "_X64, or /usr/lib/jvm";
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
