package dev.idiolect.oauth.web;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Builds the responses of {@link LoginResource}, with their common headers. */
final class LoginResponses {

    // The client's metadata can change at a restart, and authorization servers should see the change soon.
    private static final String CACHE_BRIEFLY = "public, max-age=60";

    private static final String CONTENT_TYPE_OPTIONS = "X-Content-Type-Options";
    private static final Map<String, String> DEFAULT_HEADERS = Map.of(
            HttpHeaders.CACHE_CONTROL, "no-store", "Referrer-Policy", "no-referrer", CONTENT_TYPE_OPTIONS, "nosniff");

    private LoginResponses() {}

    /** Returns a public JSON document. */
    static Response document(String json) {
        return Response.ok(json, MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, CACHE_BRIEFLY)
                .header(CONTENT_TYPE_OPTIONS, "nosniff")
                .build();
    }

    static Response notFound() {
        return withDefaults(Response.status(Response.Status.NOT_FOUND).build());
    }

    /** Adds headers against caching, referrers and content sniffing, unless the response already sets them. */
    static Response withDefaults(Response response) {
        Response.ResponseBuilder builder = Response.fromResponse(response);
        DEFAULT_HEADERS.forEach((name, value) -> {
            if (!response.getHeaders().containsKey(name)) {
                builder.header(name, value);
            }
        });
        return builder.build();
    }

    static Response redirect(URI target) {
        return withDefaults(Response.seeOther(target).build());
    }

    static Response withCookie(Response response, String cookie) {
        return withHeader(response, HttpHeaders.SET_COOKIE, cookie);
    }

    static Response withRetryAfter(Response response, Duration wait) {
        return withHeader(response, HttpHeaders.RETRY_AFTER, wait.toSeconds());
    }

    static Response withHeader(Response response, String name, Object value) {
        return Response.fromResponse(response).header(name, value).build();
    }
}
