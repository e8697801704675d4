package dev.idiolect.oauth.sample;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.idiolect.oauth.session.OAuthSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A PDS with a fixed response, which it can delay. */
final class FixedServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch arrived;
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger promptResponses = new AtomicInteger();
    private final int status;
    private final String body;

    private FixedServer(int status, String body, int requests) {
        this.status = status;
        this.body = body;
        arrived = new CountDownLatch(requests);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::respond);
        server.start();
    }

    /** Starts a server that responds at once. */
    static FixedServer responding(int status, String body) {
        FixedServer server = new FixedServer(status, body, 0);
        server.released.countDown();
        return server;
    }

    /** Starts a server that responds only after {@link #release}, and expects a number of requests. */
    static FixedServer holding(int requests, String body) {
        return new FixedServer(200, body, requests);
    }

    /** Responds at once to the next request, although later ones are held. */
    FixedServer promptAtFirst() {
        promptResponses.incrementAndGet();
        return this;
    }

    private void respond(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            if (promptResponses.getAndDecrement() <= 0) {
                arrived.countDown();
                await(released);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Location", "https://elsewhere.invalid/");
            boolean bodiless = status == 304 || bytes.length == 0;
            exchange.sendResponseHeaders(status, bodiless ? -1 : bytes.length);
            if (!bodiless) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    /** Waits until all expected requests have arrived. */
    void awaitRequests() {
        await(arrived);
    }

    void release() {
        released.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(15, TimeUnit.SECONDS)) {
                throw new IllegalStateException("timed out after 15 s");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the session with this server as its PDS. */
    OAuthSession moved(OAuthSession session) {
        return OAuthSession.fromJson(session.toJson()
                .replace(
                        session.pdsUrl(),
                        "http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }
}
