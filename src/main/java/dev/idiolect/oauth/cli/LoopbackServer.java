package dev.idiolect.oauth.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URLDecoder;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
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
    private static final int BACKLOG = 512;

    private final LoopbackConnections connections;
    private final String authority;
    private final CompletableFuture<Map<String, String>> callback = new CompletableFuture<>();
    private final CompletableFuture<LoopbackPage> outcome = new CompletableFuture<>();
    private volatile byte @Nullable [] state;

    private LoopbackServer(ServerSocketChannel server) throws IOException {
        authority = "127.0.0.1:" + server.socket().getLocalPort();
        connections = new LoopbackConnections(server, this::page);
    }

    /** Starts a server on a free port of 127.0.0.1. */
    static LoopbackServer open() {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.INET);
            return new LoopbackServer(server.bind(new InetSocketAddress(loopback, 0), BACKLOG));
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

    /** Sends the final page to the browser. */
    void show(LoopbackPage page) {
        outcome.complete(page);
    }

    @Override
    public void close() {
        outcome.complete(LoopbackPage.NOT_SIGNED_IN);
        connections.close();
    }

    private CompletionStage<LoopbackPage> page(RequestHead request) {
        LoopbackPage refusal = refusal(request);
        if (refusal != null) {
            return CompletableFuture.completedFuture(refusal);
        }
        return callback.complete(parse(request.query()))
                ? outcome
                : CompletableFuture.completedFuture(LoopbackPage.ALREADY_USED);
    }

    private @Nullable LoopbackPage refusal(RequestHead request) {
        if (!authority.equals(request.host())) {
            // DNS rebinding: a foreign host name that resolves to this machine.
            return LoopbackPage.WRONG_HOST;
        }
        if (!PATH.equals(request.path())) {
            return LoopbackPage.NOT_FOUND;
        }
        if (!"GET".equals(request.method())) {
            return LoopbackPage.WRONG_METHOD;
        }
        return isExpected(parse(request.query()).get("state")) ? null : LoopbackPage.WRONG_STATE;
    }

    private boolean isExpected(@Nullable String actual) {
        byte[] expected = state;
        return expected != null
                && actual != null
                && MessageDigest.isEqual(expected, actual.getBytes(StandardCharsets.UTF_8));
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
