package dev.idiolect.oauth.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Receives the callback of a login on this machine. Accepts one request, with the expected {@code state}. Rejects all
 * others, such as those for an icon, with a guessed state or for another host name.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8252#section-7.3">RFC 8252 section 7.3: loopback redirection</a>
 */
final class LoopbackServer implements AutoCloseable {

    private static final String PATH = "/callback";
    private static final int THREADS = 16;
    private static final Duration OUTCOME_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(2);

    static {
        // Seconds for a whole request. By default the JDK has no limit, and a slow client would block a thread.
        if (System.getProperty("sun.net.httpserver.maxReqTime") == null) {
            System.setProperty("sun.net.httpserver.maxReqTime", "10");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final String authority;
    private final CompletableFuture<Map<String, String>> callback = new CompletableFuture<>();
    private final CompletableFuture<LoopbackPage> outcome = new CompletableFuture<>();
    private final CountDownLatch pageSent = new CountDownLatch(1);
    private volatile byte @Nullable [] state;

    private LoopbackServer(HttpServer server) {
        this.server = server;
        authority = "127.0.0.1:" + server.getAddress().getPort();
        threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "idiolect-loopback");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Starts a server on a free port of 127.0.0.1. */
    static LoopbackServer open() {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            return new LoopbackServer(HttpServer.create(new InetSocketAddress(loopback, 0), THREADS));
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED, "Could not open a local port for the OAuth callback: " + e.getMessage());
        }
    }

    String redirectUri() {
        return "http://" + authority + PATH;
    }

    /** Sets the state of the accepted callback. Before this call, all callbacks are rejected. */
    void expectState(String newState) {
        state = newState.getBytes(StandardCharsets.UTF_8);
    }

    /** Waits for the callback and returns its parameters, or empty if it does not arrive in time. */
    Optional<Map<String, String>> awaitCallback(Duration timeout) throws InterruptedException {
        try {
            return Optional.of(callback.get(Math.max(0, timeout.toMillis()), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends the final page to the browser of the callback, and waits until it is sent. */
    void show(LoopbackPage page) {
        outcome.complete(page);
        try {
            if (callback.isDone()) {
                // A browser that has disconnected does not delay the command.
                pageSent.await(WRITE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        outcome.complete(LoopbackPage.NOT_SIGNED_IN);
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean accepted = false;
        try (exchange) {
            if (!authority.equals(exchange.getRequestHeaders().getFirst("Host"))) {
                // DNS rebinding: a foreign host name that resolves to this machine.
                LoopbackPage.WRONG_HOST.send(exchange);
            } else if (!PATH.equals(exchange.getRequestURI().getRawPath())) {
                LoopbackPage.NOT_FOUND.send(exchange);
            } else if (!"GET".equals(exchange.getRequestMethod())) {
                exchange.getResponseHeaders().set("Allow", "GET");
                LoopbackPage.WRONG_METHOD.send(exchange);
            } else {
                Map<String, String> parameters = parse(exchange.getRequestURI().getRawQuery());
                boolean expected = isExpected(parameters.get("state"));
                accepted = expected && callback.complete(parameters);
                LoopbackPage page =
                        accepted ? outcome() : expected ? LoopbackPage.ALREADY_USED : LoopbackPage.WRONG_STATE;
                page.send(exchange);
            }
        } finally {
            // The page stays in a buffer until the exchange is closed.
            if (accepted) {
                pageSent.countDown();
            }
        }
    }

    private boolean isExpected(@Nullable String actual) {
        byte[] expected = state;
        return expected != null
                && actual != null
                && MessageDigest.isEqual(expected, actual.getBytes(StandardCharsets.UTF_8));
    }

    private LoopbackPage outcome() {
        try {
            return outcome.get(OUTCOME_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return LoopbackPage.NOT_SIGNED_IN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return LoopbackPage.NOT_SIGNED_IN;
        }
    }

    /** Returns the parameters; none if the query is malformed or repeats one (RFC 6749 section 3.1). */
    private static Map<String, String> parse(@Nullable String rawQuery) {
        Map<String, String> parameters = new HashMap<>();
        if (rawQuery == null) {
            return parameters;
        }
        try {
            for (String pair : rawQuery.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                String value = parts.length == 1 ? "" : decode(parts[1]);
                if (!pair.isEmpty() && parameters.putIfAbsent(decode(parts[0]), value) != null) {
                    return Map.of();
                }
            }
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
