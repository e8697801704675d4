package dev.idiolect.oauth.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
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
 * Waits on this machine for the browser to come back, once, with the state that it was sent away with. Whatever else comes,
 * such as a request for an icon, another page's guess or one under another host's name, is turned away and changes nothing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8252#section-7.3">RFC 8252 section 7.3: loopback redirection</a>
 */
final class LoopbackServer implements AutoCloseable {

    private static final String PATH = "/callback";
    private static final int THREADS = 16;
    private static final Duration OUTCOME_LIMIT = Duration.ofSeconds(90);
    private static final Duration LAST_WRITE = Duration.ofSeconds(2);

    static {
        // Seconds for a whole request; the JDK's default is none, and a slow client would hold a thread.
        if (System.getProperty("sun.net.httpserver.maxReqTime") == null) {
            System.setProperty("sun.net.httpserver.maxReqTime", "10");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final String authority;
    private final CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();
    private final CompletableFuture<LoopbackPage> outcome = new CompletableFuture<>();
    private final CountDownLatch shown = new CountDownLatch(1);
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

    /** Binds a free port of this machine's own address. */
    static LoopbackServer open() {
        try {
            InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            return new LoopbackServer(HttpServer.create(new InetSocketAddress(here, 0), THREADS));
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED, "No port of 127.0.0.1 could be had for the browser to come back to: " + e);
        }
    }

    String redirectUri() {
        return "http://" + authority + PATH;
    }

    /** From now on, the answer that brings this state is taken; before, none is. */
    void expect(String newState) {
        state = newState.getBytes(StandardCharsets.UTF_8);
    }

    /** Waits for the answer; empty if it did not come in that time. */
    Optional<Map<String, String>> await(Duration limit) throws InterruptedException {
        try {
            return Optional.of(answer.get(Math.max(0, limit.toMillis()), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Shows the browser that has answered how it ended, and waits until it is written. */
    void show(LoopbackPage page) {
        outcome.complete(page);
        try {
            if (answer.isDone()) {
                // A browser that has gone away is not waited for longer.
                shown.await(LAST_WRITE.toMillis(), TimeUnit.MILLISECONDS);
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
        boolean taken = false;
        try (exchange) {
            if (!authority.equals(exchange.getRequestHeaders().getFirst("Host"))) {
                // A name of somebody else's that leads here (DNS rebinding).
                write(exchange, LoopbackPage.WRONG_HOST);
            } else if (!PATH.equals(exchange.getRequestURI().getRawPath())) {
                write(exchange, LoopbackPage.NOT_FOUND);
            } else if (!"GET".equals(exchange.getRequestMethod())) {
                exchange.getResponseHeaders().set("Allow", "GET");
                write(exchange, LoopbackPage.WRONG_METHOD);
            } else {
                Map<String, String> parameters =
                        CallbackQuery.parse(exchange.getRequestURI().getRawQuery());
                boolean expected = isExpected(parameters.get("state"));
                taken = expected && answer.complete(parameters);
                write(exchange, taken ? outcome() : expected ? LoopbackPage.ANSWERED : LoopbackPage.OTHER);
            }
        } finally {
            // Not before the exchange is closed: until then the page is in a buffer.
            if (taken) {
                shown.countDown();
            }
        }
    }

    private boolean isExpected(@Nullable String got) {
        byte[] expected = state;
        return expected != null && got != null && MessageDigest.isEqual(expected, got.getBytes(StandardCharsets.UTF_8));
    }

    private LoopbackPage outcome() {
        try {
            return outcome.get(OUTCOME_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return LoopbackPage.NOT_SIGNED_IN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return LoopbackPage.NOT_SIGNED_IN;
        }
    }

    private static void write(HttpExchange exchange, LoopbackPage page) throws IOException {
        byte[] html = page.html();
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "text/html; charset=utf-8");
        headers.set("Cache-Control", "no-store");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        headers.set("Connection", "close");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(page.status(), -1);
        } else {
            exchange.sendResponseHeaders(page.status(), html.length);
            exchange.getResponseBody().write(html);
        }
    }
}
