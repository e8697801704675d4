package dev.idiolect.oauth.runtimes;

import dev.idiolect.oauth.PostgreSql;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A runtime with the applications built for it. */
interface Platform {

    /** Returns the name, as in the README. */
    String name();

    /** Returns the version that the applications were built with. */
    String version();

    /** Returns the JDKs that the runtime supports. */
    JdkRange jdks();

    /** Returns the JDK of this machine to start the runtime with. */
    default Jdk jdk() {
        return Jdk.in(jdks()).orElseThrow(() -> new IllegalStateException(name() + ": " + noJdk()));
    }

    /** Returns the reason why this machine cannot run the runtime, or empty if it can. */
    default Optional<String> missing() {
        return Jdk.in(jdks()).isPresent() ? Optional.empty() : Optional.of(noJdk());
    }

    private String noJdk() {
        return "it needs " + jdks().words() + ", and there is none in JAVA_HOME, a variable such as JAVA_HOME_"
                + jdks().oldest() + "_X64, or /usr/lib/jvm";
    }

    /**
     * Returns whether {@code @Retry} on a client method runs around the library's interceptor, as their priorities
     * demand.
     */
    default boolean retriesWholeCalls() {
        return true;
    }

    /** Returns whether its REST client is known to copy the incoming headers that {@code propagateHeaders} names. */
    default boolean propagatesHeaders() {
        return false;
    }

    /** Returns whether the runtime has Jakarta Transactions that include its data source. */
    default boolean hasTransactions() {
        return true;
    }

    /** Returns the expected container context of a library thread. Only applications on servers have JNDI names. */
    default String context() {
        return "classes";
    }

    /** Returns the configuration of a store in a schema of the tests' PostgreSQL. */
    default Map<String, String> jdbc(String schema) {
        return Map.of(
                "idiolect.oauth.store",
                "jdbc",
                "idiolect.oauth.store.data-source",
                "jdbc/oauth",
                "database.url",
                PostgreSql.url(schema));
    }

    /** Returns the URL of an application, without a trailing slash. */
    default String address(int port, String app) {
        return "http://127.0.0.1:" + port + "/" + app;
    }

    /**
     * Starts the runtime with applications and does not wait for them.
     *
     * @param port the port to listen on, on loopback
     * @param config the applications' configuration
     * @param log the file for its output
     * @param apps names of applications: {@code checks}, {@code own} with a store of its own, and those of {@link
     *     BuiltApps} and of each runtime's project
     */
    ServerProcess start(int port, Map<String, String> config, Path log, List<String> apps);
}
