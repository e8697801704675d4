package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.dpop.HttpOrigin;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/**
 * Asks servers, with a limit on the time and the size of everything: the client's own time limit ends with the headers, so
 * the whole exchange has one more.
 */
final class HttpCalls {

    private static final int LARGEST_ANSWER = 512 * 1024;

    private final HttpClient client;
    private final Duration timeout;

    HttpCalls(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must be > 0, was " + timeout);
        }
        this.timeout = timeout;
        // HTTP/2's plaintext upgrade offer makes a PDS on loopback drop the connection.
        client = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    HttpAnswer get(URI url) throws IOException {
        return send(HttpRequest.newBuilder(secure(url)).GET().header("Accept", "application/json"));
    }

    HttpAnswer postForm(URI url, Map<String, String> form, Map<String, String> headers) throws IOException {
        String body = form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(secure(url))
                .POST(BodyPublishers.ofString(body))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json");
        headers.forEach(request::header);
        return send(request);
    }

    HttpAnswer post(URI url, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(secure(url))
                .POST(BodyPublishers.noBody())
                .header("Accept", "application/json");
        headers.forEach(request::header);
        return send(request);
    }

    private HttpAnswer send(HttpRequest.Builder builder) throws IOException {
        HttpRequest request = builder.timeout(timeout).build();
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, head -> new BoundedBody(LARGEST_ANSWER));
        try {
            HttpResponse<byte[]> response = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new HttpAnswer(response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new IOException("no whole answer within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the answer", e);
        }
    }

    // A hostile server can put what it was sent into a status line, and the JDK that line into its message.
    private static IOException failure(Throwable cause) {
        String name = cause.getClass().getSimpleName();
        boolean ours = cause instanceof ConnectException
                || cause instanceof HttpTimeoutException
                || cause instanceof SSLException
                || cause instanceof BodyTooLargeException;
        return ours
                ? new IOException(cause.getMessage() == null ? name : name + ": " + cause.getMessage(), cause)
                : new IOException("the connection failed (" + name + ")");
    }

    private static URI secure(URI url) throws IOException {
        if (!HttpOrigin.isSecure(url)) {
            throw new IOException("an https address is needed (http only for localhost)");
        }
        return url;
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
