package dev.idiolect.oauth.pds;

import dev.idiolect.oauth.testkit.internal.Forms;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** HTTP for test clients: HTTP/1.1, without redirects and without checked exceptions. */
public final class Wire {

    /** HTTP/1.1, because the PDS drops the HTTP/2 upgrade that the JDK's client offers by default. */
    public static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private Wire() {}

    /** Sends a request, with a timeout of 30 s unless it has its own. */
    public static HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    /** Sends a request with cookies by name. */
    public static HttpResponse<String> send(HttpRequest.Builder request, Map<String, String> cookies) {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return send(request);
    }

    private static <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) {
        HttpRequest built = request.copy().build();
        HttpRequest limited = built.timeout().isPresent()
                ? built
                : request.copy().timeout(Duration.ofSeconds(30)).build();
        try {
            return CLIENT.send(limited, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(built.method() + " " + built.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Gets the bytes of a URL, which must exist. */
    static byte[] bytes(String url) {
        HttpResponse<byte[]> response = send(HttpRequest.newBuilder(URI.create(url)), BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(url + " responded with " + response.statusCode());
        }
        return response.body();
    }

    /** Gets a URL. */
    public static HttpResponse<String> get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    /** Posts JSON. */
    public static HttpResponse<String> postJson(String url, JsonObject body) {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    /** Returns the JSON body of a response that must have this status. */
    public static JsonObject json(int status, HttpResponse<String> response) {
        if (response.statusCode() != status) {
            throw new IllegalStateException(response.request().method() + " " + response.uri() + ": "
                    + response.statusCode() + " " + response.body());
        }
        return Jsons.parse(response.body());
    }

    /** Returns the form {@code a=b&c=d}, percent-encoded, for bodies and queries. */
    public static String form(Map<String, String> fields) {
        return Forms.encode(fields);
    }
}
