package dev.idiolect.oauth.runtimes;

import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.session.OAuthSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The checked application, controlled by HTTP.
 *
 * @param address its URL, without a trailing slash
 */
record CheckedApp(String address) {

    boolean isUp() {
        try {
            return Wire.get(address + "/sessions").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    void save(OAuthSession session) {
        ok(Wire.send(request("/sessions").PUT(BodyPublishers.ofString(session.toJson()))));
    }

    List<String> dids() {
        return lines("/sessions");
    }

    List<String> events() {
        return lines("/sessions/events");
    }

    /** Returns the container context of each event. */
    List<String> contextsOfEvents() {
        return lines("/sessions/events/contexts");
    }

    /** Returns the container context of each save of the application's own store. */
    List<String> contextsOfSaves() {
        return lines("/saves");
    }

    String store() {
        return ok(Wire.get(address + "/sessions/store"));
    }

    /** Makes a call that must succeed and returns its result. */
    String call(String way, String did, String text) {
        return ok(tryCall(way, did, text, did));
    }

    /** Makes a call by a user, or by none if null; names the account unless it is null. */
    HttpResponse<String> tryCall(String way, String did, String text, String user) {
        Map<String, String> query = new TreeMap<>(Map.of("text", text));
        if (did != null) {
            query.put("did", did);
        }
        HttpRequest.Builder request =
                request("/calls/" + way + "?" + Wire.form(query)).POST(BodyPublishers.noBody());
        return Wire.send(user == null ? request : request.header("X-User", user));
    }

    /** Makes a call with header lines of any name, some of which an HTTP client would refuse. */
    void callWith(String way, String did, String... headers) {
        URI url = request("/calls/" + way + "?" + Wire.form(Map.of("did", did, "text", way)))
                .build()
                .uri();
        String head = "POST " + url.getRawPath() + "?" + url.getRawQuery() + " HTTP/1.1\r\n"
                + String.join("\r\n", headers) + "\r\nX-User: " + did + "\r\nContent-Length: 0\r\n\r\n";
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            String status = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (!status.startsWith("HTTP/1.1 200")) {
                throw new AssertionError(url + ": " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path));
    }

    private List<String> lines(String path) {
        return ok(Wire.get(address + path)).lines().toList();
    }

    static String ok(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new AssertionError(response.uri() + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }
}
