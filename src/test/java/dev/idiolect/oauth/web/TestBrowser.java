package dev.idiolect.oauth.web;

import dev.idiolect.oauth.pds.Wire;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** A browser with cookies at one site. It follows no redirects and sends forms like a page of the site. */
public final class TestBrowser {

    private final String origin;
    public final Map<String, String> cookies = new LinkedHashMap<>();

    public TestBrowser(String origin) {
        this.origin = origin;
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send(HttpRequest.newBuilder(URI.create(origin + path)), headers);
    }

    public HttpResponse<String> head(String path) {
        return send(HttpRequest.newBuilder(URI.create(origin + path)).method("HEAD", BodyPublishers.noBody()));
    }

    public HttpResponse<String> get(String path, Map<String, String> query) {
        return get(path + "?" + Wire.form(query));
    }

    public HttpResponse<String> post(String path, Map<String, String> form, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(Wire.form(form)));
        return headers.length > 0 ? send(request, headers) : send(request, "Sec-Fetch-Site", "same-origin");
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<String> response = Wire.send(request, cookies);
        for (String line : response.headers().allValues("Set-Cookie")) {
            String[] cookie = line.split(";", 2)[0].split("=", 2);
            if (line.matches(".*; ?Max-Age=0(;.*)?")) {
                cookies.remove(cookie[0]);
            } else {
                cookies.put(cookie[0], cookie[1]);
            }
        }
        return response;
    }

    public static String location(HttpResponse<?> response) {
        return response.headers().firstValue("Location").orElseThrow();
    }
}
