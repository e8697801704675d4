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

/** An account's server that says what a test tells it to, and says it late. */
final class Stranger implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch arrived;
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final int status;
    private final String body;

    private Stranger(int status, String body, int asked) {
        this.status = status;
        this.body = body;
        arrived = new CountDownLatch(asked);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** One that answers at once. */
    static Stranger answering(int status, String body) {
        Stranger stranger = new Stranger(status, body, 0);
        stranger.mayAnswer.countDown();
        return stranger;
    }

    /** One that answers when it may, after so many requests have come. */
    static Stranger holding(int asked, String body) {
        return new Stranger(200, body, asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            arrived.countDown();
            await(mayAnswer);
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

    /** Waits until the requests that were expected are all here. */
    void awaitRequests() {
        await(arrived);
    }

    void mayAnswer() {
        mayAnswer.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(15, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nothing came in 15 s");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A session with this server in the place of its own. */
    OAuthSession serverOf(OAuthSession session) {
        return OAuthSession.fromJson(session.toJson()
                .replace(
                        session.pdsUrl(),
                        "http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @Override
    public void close() {
        mayAnswer();
        server.stop(0);
        threads.shutdownNow();
    }
}
