package dev.idiolect.oauth.pds;

import dev.idiolect.oauth.testkit.internal.Jsons;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A real PDS with a PLC directory and one account, on free loopback ports, until {@link #close()} or until this JVM ends,
 * whichever comes first. See {@code src/test/pds/start.mjs} for the environment variables that change it.
 */
public final class RealPds implements AutoCloseable {

    /** The lifetime of OAuth access tokens in milliseconds; 3600000 by default. */
    public static final String ACCESS_TOKEN_TTL_MS = "ACCESS_TOKEN_TTL_MS";

    /** The rotation interval of DPoP nonces in milliseconds, 1000 to 60000; 60000 by default. */
    public static final String DPOP_ROTATION_MS = "DPOP_ROTATION_MS";

    /** {@code 1} turns rate limits on. */
    public static final String RATE_LIMITS = "RATE_LIMITS";

    /** A JSON object that maps https origins to the http origins that serve their client metadata. */
    public static final String ORIGIN_MAP = "ORIGIN_MAP";

    /** The URL of the PLC directory of another {@link RealPds}, to use instead of an own one. */
    public static final String PLC_URL = "PLC_URL";

    /** The private key, 64 hexadecimal digits, with which an {@link AccountMove} changes DID documents. */
    public static final String PLC_ROTATION_KEY = "PLC_ROTATION_KEY";

    /** The handle of the first account; {@code alice.test} by default. */
    public static final String HANDLE = "HANDLE";

    /** {@code 1} issues OAuth access tokens that a PDS with {@link #AUTH_SERVER} can verify. */
    public static final String STATELESS_TOKENS = "STATELESS_TOKENS";

    /** The URL of another {@link RealPds} to use as authorization server, instead of an own one. */
    public static final String AUTH_SERVER = "AUTH_SERVER";

    /** {@code 1} counts the uses of refresh tokens, for {@link PdsInspector#refreshes}. */
    public static final String COUNT_REFRESHES = "COUNT_REFRESHES";

    /** {@code 1} writes a line for each request to {@link #stderr()}: method, path and scheme of {@code Authorization}. */
    public static final String LOG_REQUESTS = "LOG_REQUESTS";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final int TRIES = 3;
    private static final int STDERR_LINES = 1_000;

    private final Process process;
    private final Deque<String> stderr;
    private final JsonObject facts;

    private RealPds(Process process, Deque<String> stderr, JsonObject facts) {
        this.process = process;
        this.stderr = stderr;
        this.facts = facts;
    }

    /** Starts a PDS with default settings. */
    public static RealPds start() {
        return start(Map.of());
    }

    /** Starts a PDS with environment variables of {@code start.mjs}. */
    public static RealPds start(Map<String, String> env) {
        Path project = PdsInstall.project();
        NodeTools tools = PdsInstall.ready(project, System.getenv().getOrDefault("PATH", ""));
        return start(tools, project, env, START_LIMIT);
    }

    static RealPds start(NodeTools tools, Path project, Map<String, String> env, Duration limit) {
        for (int attempt = 1; ; attempt++) {
            try {
                return startOnce(tools, project, env, limit);
            } catch (IllegalStateException e) {
                // Another process can take a free port before it is bound.
                if (attempt == TRIES || !String.valueOf(e.getMessage()).contains("EADDRINUSE")) {
                    throw e;
                }
            }
        }
    }

    private static RealPds startOnce(NodeTools tools, Path project, Map<String, String> env, Duration limit) {
        ProcessBuilder builder = new ProcessBuilder(tools.node().toString(), "start.mjs").directory(project.toFile());
        builder.environment().putAll(env);
        builder.environment().put("EXIT_ON_STDIN_CLOSE", "1");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the test PDS", e);
        }
        Deque<String> stderr = new ArrayDeque<>();
        CompletableFuture<Void> stderrEnd = new CompletableFuture<>();
        drain("stderr", process.getErrorStream(), stderr, new CompletableFuture<>(), stderrEnd);
        CompletableFuture<String> line = new CompletableFuture<>();
        drain("stdout", process.getInputStream(), new ArrayDeque<>(), line, new CompletableFuture<>());
        try {
            return new RealPds(process, stderr, Jsons.parse(line.get(limit.toMillis(), TimeUnit.MILLISECONDS)));
        } catch (TimeoutException e) {
            stop(process, Duration.ZERO);
            throw new IllegalStateException("the test PDS did not start in " + limit + tail(stderr, stderrEnd), e);
        } catch (ExecutionException | IllegalArgumentException e) {
            // Before the stop, which closes the streams.
            String tail = tail(stderr, stderrEnd);
            stop(process, Duration.ZERO);
            throw new IllegalStateException(
                    "the test PDS died at its start, exit code " + process.exitValue() + tail, e);
        } catch (InterruptedException e) {
            stop(process, Duration.ZERO);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the test PDS started", e);
        }
    }

    private static void drain(
            String name,
            InputStream stream,
            Deque<String> lines,
            CompletableFuture<String> first,
            CompletableFuture<Void> end) {
        Thread thread = new Thread(
                () -> {
                    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                            synchronized (lines) {
                                lines.addLast(line);
                                if (lines.size() > STDERR_LINES) {
                                    lines.removeFirst();
                                }
                            }
                            first.complete(line);
                        }
                    } catch (IOException e) {
                        first.completeExceptionally(e);
                    } finally {
                        first.completeExceptionally(new IOException("end of output"));
                        end.complete(null);
                    }
                },
                "test-pds-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private static String tail(Deque<String> stderr, CompletableFuture<Void> end) {
        try {
            end.get(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Shows the output so far.
        }
        synchronized (stderr) {
            return "; end of its stderr:\n" + String.join("\n", stderr);
        }
    }

    /** Returns the PDS's base URL and OAuth issuer, {@code http://localhost:<port>}. */
    public String pdsUrl() {
        return facts.getString("pdsUrl");
    }

    /** Returns the PLC directory's base URL. */
    public String plcUrl() {
        return facts.getString("plcUrl");
    }

    /** Returns the first account's DID. */
    public String did() {
        return facts.getString("did");
    }

    /** Returns the first account's handle. */
    public String handle() {
        return facts.getString("handle");
    }

    /** Returns the first account's password. */
    public String password() {
        return facts.getString("password");
    }

    /** Returns the first account. */
    public TestAccount account() {
        return new TestAccount(did(), handle(), password());
    }

    /** Creates an account. Its handle must be 3 to 18 characters, followed by {@code .test}. */
    public TestAccount createAccount(String handle, String password) {
        String email = handle.replace('.', '-') + "@example.test";
        JsonObject body = Jsons.object("handle", handle, "password", password, "email", email);
        JsonObject created = Wire.json(200, Wire.postJson(pdsUrl() + "/xrpc/com.atproto.server.createAccount", body));
        return new TestAccount(created.getString("did"), handle, password);
    }

    /** Returns the last lines of the PDS's stderr. */
    public String stderr() {
        synchronized (stderr) {
            return String.join("\n", stderr);
        }
    }

    /** Returns the PDS's process. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Closes the pipe, which the end of this JVM also does. */
    void closeStdin() throws IOException {
        process.getOutputStream().close();
    }

    /** Stops the PDS and waits for its end. */
    @Override
    public void close() {
        stop(process, STOP_LIMIT);
    }

    private static void stop(Process process, Duration patience) {
        try {
            if (!patience.isZero()) {
                process.destroy();
            }
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
