package dev.idiolect.oauth.sample;

import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.QuickJvm;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.runtimes.JdkTools;
import dev.idiolect.oauth.runtimes.ServerProcess;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The built sample application on its own Open Liberty. */
public final class LibertySample implements AutoCloseable {

    private static final Path SERVER = Path.of(System.getProperty("basedir", ""), "liberty-sample/target/liberty/wlp");
    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    private final ServerProcess process;
    private final String url;
    private final Path sessions;

    private LibertySample(ServerProcess process, String url, Path directory) {
        this.process = process;
        this.url = url;
        sessions = directory.resolve("sample/data/sessions.db");
    }

    /**
     * Starts the sample for accounts of a PDS on this machine, and waits until it responds. It sees sessions of other
     * processes at once.
     *
     * @param pds the PDS
     * @param port the port to listen on
     * @param directory the directory for data and logs
     */
    static LibertySample start(RealPds pds, int port, Path directory) {
        return start(
                pds.pdsUrl(),
                pds.plcUrl(),
                port,
                directory,
                Map.of("idiolect.oauth.session-cache", "PT0S", "jvm.args", QuickJvm.options()));
    }

    /**
     * Starts the sample, and waits until it responds.
     *
     * @param resolverUrl the URL of the handle resolver
     * @param plcUrl the URL of the PLC directory
     * @param port the port to listen on
     * @param directory the directory for data and logs
     * @param more more configuration
     */
    public static LibertySample start(
            String resolverUrl, String plcUrl, int port, Path directory, Map<String, String> more) {
        Path script = SERVER.resolve("bin/server").toAbsolutePath();
        if (!Files.isRegularFile(script)) {
            throw new IllegalStateException("the sample is not built: mvn -f liberty-sample package");
        }
        String url = "http://127.0.0.1:" + port;
        ProcessBuilder command = new ProcessBuilder(script.toString(), "run", "sample");
        command.environment().put("WLP_OUTPUT_DIR", directory.toString());
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().put("HTTP_PORT", Integer.toString(port));
        Map<String, String> config = new HashMap<>(more);
        config.put("idiolect.oauth.redirect-uri", url + "/api/oauth/callback");
        config.put("idiolect.oauth.development", "true");
        config.put("idiolect.oauth.handle-resolver", resolverUrl);
        config.put("idiolect.oauth.plc-url", plcUrl);
        LibertySample sample = new LibertySample(
                ServerProcess.start(command, config, directory.resolve("console.log")), url, directory);
        try {
            sample.awaitStart();
            return sample;
        } catch (RuntimeException | Error e) {
            sample.close();
            throw e;
        }
    }

    private void awaitStart() {
        await("start of the sample")
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> responds() || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException("the sample's server has ended:\n" + process.log());
        }
    }

    private boolean responds() {
        try {
            return Wire.get(url + "/api/accounts").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Returns its URL, without a trailing slash. */
    public String url() {
        return url;
    }

    /** Returns the used heap after a full garbage collection, in KiB. */
    public long heap() {
        return JdkTools.heap(process);
    }

    int port() {
        return URI.create(url).getPort();
    }

    /** Returns the database file of its sessions. */
    Path sessions() {
        return sessions;
    }

    /** Returns the stored session of an account. */
    Optional<OAuthSession> stored(String did) {
        try (SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(sessions)) {
            return store.load(did);
        }
    }

    /** Saves a session like another process with the same store. */
    void store(OAuthSession session) {
        try (SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(sessions)) {
            store.save(session);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
